import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Child } from './child.ts';
import { findEngines } from './engines.ts';
import { scrapeText, startOurs, startTheirs } from './exporters.ts';
import { type Parity, runParity } from './run-parity.ts';

let parity: Parity;
beforeAll(async () => {
  parity = await runParity();
}, 180_000);

describe('the host exporter beside node_exporter', () => {
  test('when both are scraped in turn - then types, help, series and values are the same', () => {
    expect(parity.exposition.families.length).toBeGreaterThan(200);
    expect(parity.exposition.differences).toEqual([]);
  });

  test('when Prometheus asks what dashboard 1860 asks - then both answer the same or both have nothing', () => {
    const states = parity.answers.map(({ state }) => state);
    expect(parity.answers.filter(({ state }) => state === 'differ')).toEqual([]);
    expect(states.filter((state) => state === 'agree').length).toBeGreaterThan(150);
  });
});

test('the exposition - when promtool checks it - then it finds nothing but what it finds in that of node_exporter', async () => {
  const { promtool, nodeExporter } = await findEngines();
  await using theirs = await startTheirs(nodeExporter);
  await using ours = await startOurs();
  const before = await faultsOf(promtool, theirs);
  const ourFaults = await faultsOf(promtool, ours);
  // What the machine has for moments alone may be in one scrape only.
  const theirFaults = new Set([...before, ...(await faultsOf(promtool, theirs))]);
  expect(theirFaults.size).toBeGreaterThan(0);
  expect(ourFaults.filter((fault) => !theirFaults.has(fault))).toEqual([]);
}, 60_000);

async function faultsOf(promtool: string, exporter: Child): Promise<string[]> {
  const check = spawn(promtool, ['check', 'metrics'], { stdio: ['pipe', 'ignore', 'pipe'] });
  let faults = '';
  check.stderr.setEncoding('utf8').on('data', (text: string) => {
    faults += text;
  });
  check.stdin.end(await scrapeText(exporter));
  await once(check, 'close');
  return faults.split('\n').filter((line) => line !== '');
}
