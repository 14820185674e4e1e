import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ENGINE_SCRAPE_INTERVAL, instantQuery, promQuery, WINDOW } from './targets.ts';

interface Scrapes {
  readonly global: { readonly scrape_interval: string };
  readonly scrape_configs: readonly { readonly job_name: string; readonly scrape_interval?: string }[];
}
const { global, scrape_configs } = parse(
  readFileSync(new URL('../../infra/prometheus/prometheus.yml', import.meta.url), 'utf8'),
) as Scrapes;

test('engines - when Prometheus is asked how often it scrapes them - then that is the step of their queries', () => {
  const usual = scrape_configs.filter(({ scrape_interval }) => scrape_interval === undefined);
  expect(usual.map(({ job_name }) => job_name).sort()).toEqual(
    expect.arrayContaining(['alertmanager', 'collector', 'loki', 'prometheus', 'tempo']),
  );
  expect(global.scrape_interval).toBe(ENGINE_SCRAPE_INTERVAL);
});

test.each([
  ['a rate of an engine', `rate(otelcol_receiver_accepted_spans_total[${WINDOW}])`, '15s'],
  ['a rate of a service', `rate(ml_predictions_total{job="prometheus"}[${WINDOW}])`, undefined],
  ['a state of an engine', 'prometheus_tsdb_head_series', undefined],
])('a query - when it is %s - then its step fits', (_, expression, interval) => {
  for (const query of [promQuery, instantQuery])
    expect(query(expression, '').build().interval).toBe(interval);
});
