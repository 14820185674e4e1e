import { expect, test } from 'vitest';
import { Metrics } from './metrics.ts';
import { observeNodeRuntime } from './node-runtime.ts';

function start() {
  const metrics = new Metrics();
  observeNodeRuntime(metrics.registry);
  const value = async (sample: string): Promise<number> => {
    const lines = (await metrics.expose()).body.split('\n');
    return Number(
      lines
        .find((line) => line.startsWith(`${sample} `))
        ?.split(' ')
        .at(-1),
    );
  };
  return { metrics, value };
}

test('node runtime - when promtool looks at its names - then it has nothing to refuse', async () => {
  const { metrics } = start();
  const types = (await metrics.expose()).body.split('\n').filter((line) => line.startsWith('# TYPE '));
  expect(types.length).toBeGreaterThan(20);
  for (const line of types) {
    const [, , name = '', type] = line.split(' ');
    expect(name).not.toMatch(/_(?:counter|gauge|histogram|summary)(?:_|$)/);
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
  }
});

test('node runtime - when the event loop is busy - then its active time grows by that much', async () => {
  const { value } = start();
  await new Promise((resolve) => setTimeout(resolve, 10)); // the loop's clock starts with its first turn
  const before = await value('nodejs_eventloop_active_seconds_total');
  const end = performance.now() + 200;
  while (performance.now() < end);
  await new Promise(setImmediate);
  const grown = (await value('nodejs_eventloop_active_seconds_total')) - before;
  expect(grown).toBeGreaterThan(0.15);
  expect(grown).toBeLessThan(5);
});

test('node runtime - when nothing was collected yet - then every kind of collection is there at 0, and counts later', async () => {
  const { metrics, value } = start();
  const { body } = await metrics.expose();
  for (const kind of ['major', 'minor', 'incremental', 'weakcb']) {
    expect(body).toContain(`nodejs_gc_duration_seconds_count{kind="${kind}"} `);
  }
  let garbage: unknown[] = [];
  await expect
    .poll(
      () => {
        garbage = Array.from({ length: 200_000 }, () => ({}));
        return value('nodejs_gc_duration_seconds_count{kind="minor"}');
      },
      { timeout: 10_000 },
    )
    .toBeGreaterThan(0);
  expect(garbage).toHaveLength(200_000);
});
