/** Every query of every dashboard and runbook, against the engines: a panel that shows nothing is a broken panel. */

import { RECORDING_RULE_GROUPS } from '@lab/catalogue/rules';
import { dashboardQueries, runbookQueries, runQueries } from '@lab/dashboards';
import { describe, expect, inject, test } from 'vitest';

const lab = inject('lab');
const at = (name: string): string => `http://127.0.0.1:${lab.ports[name]}`;
const endpoints = {
  prometheus: at('PROMETHEUS_PORT'),
  loki: at('LOKI_PORT'),
  ...(lab.binaries.tempo === undefined ? {} : { tempo: at('TEMPO_PORT') }),
};

/** Rates over five minutes need some of them; an empty answer before that is only early. */
const POLL = { timeout: 170_000, interval: 5000 };

describe('dashboards, runbooks and recording rules', () => {
  test('when the lab has run for a while - then every query of a panel or a runbook answers, and none is empty without a reason', async () => {
    const queries = [...dashboardQueries(), ...runbookQueries()];
    expect(queries.length).toBeGreaterThan(100);
    await expect
      .poll(async () => {
        const results = await runQueries(endpoints, queries);
        return results.filter(({ outcome }) => outcome === 'error' || outcome === 'empty');
      }, POLL)
      .toEqual([]);
  });

  test('when the lab has run for a while - then every recording rule has recorded something', async () => {
    await expect
      .poll(async () => {
        const names = RECORDING_RULE_GROUPS.flatMap(({ rules }) => rules.map(({ name }) => name));
        const found = await Promise.all(
          names.map(async (name) => {
            const response = await fetch(
              `${endpoints.prometheus}/api/v1/query?${new URLSearchParams({ query: name })}`,
            );
            const { data } = (await response.json()) as { data: { result: unknown[] } };
            return { name, series: data.result.length };
          }),
        );
        return found.filter(({ series }) => series === 0).map(({ name }) => name);
      }, POLL)
      .toEqual([]);
  });
});
