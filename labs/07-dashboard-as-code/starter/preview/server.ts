/** Shows your dashboard without Grafana, and again whenever you save. Done; there is nothing for you to write here. */
import { createServer } from 'node:http';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { askedBy } from './ask.ts';
import { mistake, page } from './page.ts';

async function shown(): Promise<string> {
  // Not above: a mistake in the dashboard shall be seen on the page, not in a log.
  const { mlMonitoring } = await import('../src/dashboard.ts');
  const board = mlMonitoring();
  const panels = (board.panels ?? []).filter((panel): panel is dashboard.Panel => panel.type !== 'row');
  return page(
    board,
    await Promise.all(panels.map(async (panel) => ({ panel, answered: await askedBy(board, panel) }))),
  );
}

createServer(async (_request, response) => {
  const html = await shown().catch(mistake);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}).listen(Number(process.env.PORT), process.env.HOST);
