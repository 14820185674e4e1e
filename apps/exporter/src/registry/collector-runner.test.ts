import { describe, expect, test } from 'vitest';
import { quietTelemetry } from '../../test/quiet-telemetry.ts';
import { NoDataError } from '../errors.ts';
import { gauge, type MetricFamily } from '../exposition/metric-family.ts';
import type { Collect } from './collector.ts';
import { CollectorRunner } from './collector-runner.ts';

const fine: Collect = async () => [gauge('fine', 'Fine.', 1)];

function runnerOf(collectors: Record<string, Collect>) {
  const { telemetry, lines } = quietTelemetry();
  const runner = new CollectorRunner(
    Object.entries(collectors).map(([name, collect]) => ({ name, collect })),
    { namespace: 'node', limitMs: 30, logger: telemetry.logger },
  );
  return { runner, lines };
}

const samplesOf = (families: readonly MetricFamily[], name: string) =>
  families
    .find((family) => family.name === name)
    ?.samples.map(({ labels, value }) => [labels.collector, value]);

describe('CollectorRunner', () => {
  test('when one collector rejects - then the others are shown and it is marked', async () => {
    const { runner } = runnerOf({ fine, broken: () => Promise.reject(new Error('no')) });
    const families = await runner.run();
    expect(families.map(({ name }) => name)).toContain('fine');
    expect(samplesOf(families, 'node_scrape_collector_success')).toEqual([
      ['fine', 1],
      ['broken', 0],
    ]);
  });

  test('when one collector throws before its first await - then that is a failure like any other', async () => {
    const { runner } = runnerOf({
      fine,
      broken: () => {
        throw new Error('at once');
      },
    });
    expect(samplesOf(await runner.run(), 'node_scrape_collector_success')).toEqual([
      ['fine', 1],
      ['broken', 0],
    ]);
  });

  test('when one collector hangs - then the scrape ends at the limit, and the next one does not start it again', async () => {
    let starts = 0;
    const { runner } = runnerOf({
      fine,
      hanging: () => {
        starts += 1;
        return new Promise(() => {});
      },
    });
    await runner.run();
    const families = await runner.run();
    expect(starts).toBe(1);
    expect(samplesOf(families, 'node_scrape_collector_success')).toEqual([
      ['fine', 1],
      ['hanging', 0],
    ]);
    const seconds = samplesOf(families, 'node_scrape_collector_duration_seconds')?.[1]?.[1];
    expect(seconds).toBeGreaterThanOrEqual(0.025);
  });

  test('when a collector waits for nothing - then its duration is its own, and not that of the next one', async () => {
    const busyMs = 20;
    const { runner } = runnerOf({
      quick: fine,
      busy: () => {
        for (const end = performance.now() + busyMs; performance.now() < end; );
        return [];
      },
    });
    const [quick, busy] = samplesOf(await runner.run(), 'node_scrape_collector_duration_seconds') ?? [];
    expect(busy?.[1]).toBeGreaterThanOrEqual(busyMs / 1000);
    expect(quick?.[1]).toBeLessThan(busyMs / 1000);
  });

  test('when a collector keeps failing - then the log says so once, and again after a recovery', async () => {
    let healthy = false;
    const { runner, lines } = runnerOf({
      flaky: () => (healthy ? fine() : Promise.reject(new Error('no'))),
    });
    await runner.run();
    await runner.run();
    healthy = true;
    await runner.run();
    healthy = false;
    await runner.run();
    expect(lines.map(({ level, collector }) => [level, collector])).toEqual([
      ['warn', 'flaky'],
      ['warn', 'flaky'],
    ]);
  });

  test('when the machine has nothing to read - then success is 0 and no warning is written', async () => {
    const { runner, lines } = runnerOf({ absent: () => Promise.reject(new NoDataError('no such thing')) });
    expect(samplesOf(await runner.run(), 'node_scrape_collector_success')).toEqual([['absent', 0]]);
    expect(lines.map(({ level }) => level)).toEqual(['debug']);
  });
});
