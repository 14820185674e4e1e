/**
 * Answers a scrape with what nvidia-smi says at that moment. There is nothing for you to write here; what you translate is
 * in gpu-metrics.ts.
 */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { exposition, QUERIES } from './gpu-metrics.ts';

/** Less than the scrape waits: a driver that hangs must cost an answer, not the exporter. */
const ANSWER_LIMIT_MS = 3500;
const run = promisify(execFile);

async function scraped(): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    ['nvidia-smi.ts', `--query-gpu=${QUERIES.join(',')}`, '--format=csv,noheader,nounits'],
    { timeout: ANSWER_LIMIT_MS },
  );
  return exposition(stdout);
}

createServer(async (request, response) => {
  if (request.url !== '/metrics') {
    response.writeHead(404).end('GET /metrics\n');
    return;
  }
  try {
    const text = await scraped();
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
  } catch (error) {
    // No answer is no GPU: Prometheus writes up 0 and ends the series, where an old value would stand still.
    const said = (error as { stdout?: string }).stdout?.trim() || String(error);
    process.stderr.write(`${said}\n`);
    response.writeHead(503).end(`${said}\n`);
  }
}).listen(Number(process.env.PORT), process.env.HOST);
