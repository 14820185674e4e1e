/** The way of a prediction from a line to the monitor, and drift in PromQL, in a running lab. */
import { jensenShannonDistance, populationStabilityIndex } from '@lab/statistics/distances';
import { describe, expect, inject, test } from 'vitest';

const lab = inject('lab');
const url = (port: string, path: string): string => `http://127.0.0.1:${lab.ports[port]}${path}`;
const POLL = { timeout: 60_000, interval: 500 };

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

/** Series at one moment, so that what is compared is of the same evaluation. */
async function query(expression: string, time: number): Promise<Sample[]> {
  const search = new URLSearchParams({ query: expression, time: String(time) });
  const response = await fetch(url('PROMETHEUS_PORT', `/api/v1/query?${search}`));
  const body = (await response.json()) as { data: { result: Sample[] } };
  return body.data.result;
}

async function metric(port: string, series: string): Promise<number> {
  const text = await (await fetch(url(port, '/metrics'))).text();
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return Number(line?.split(' ')[1] ?? 0);
}

describe('prediction events', () => {
  test('when traffic runs - then the monitor stores what the inference service answers, none of it invalid', async () => {
    const stored = 'ml_monitor_events_total{outcome="stored"}';
    const before = await metric('MONITOR_PORT', stored);
    await expect.poll(() => metric('MONITOR_PORT', stored), POLL).toBeGreaterThan(before + 20);
    expect(await metric('MONITOR_PORT', 'ml_monitor_events_total{outcome="invalid"}')).toBe(0);
    expect(await metric('MONITOR_PORT', 'ml_monitor_events_total{outcome="ignored"}')).toBe(0);
  });

  test('when Prometheus has recorded the distances of features - then they are those of @lab/statistics', async () => {
    const recorded = 'feature:ml_feature_jensen_shannon:increase1h';
    await expect
      .poll(async () => (await query(recorded, Date.now() / 1000)).length, POLL)
      .toBeGreaterThanOrEqual(12);
    // A moment ago: everything that was evaluated by then has been written.
    const time = Date.now() / 1000 - 10;
    const current = await query('feature:ml_feature_values:ratio_increase1h', time);
    const reference = await query('feature:ml_feature_reference:ratio', time);
    const shares = (samples: readonly Sample[], feature: string): Map<string, number> =>
      new Map(
        samples
          .filter(({ metric: labels }) => labels.feature_name === feature)
          .map(({ metric: labels, value }) => [labels.bin ?? '', Number(value[1])]),
      );
    const filled = (share: number): number => Math.max(share, 1e-4);
    for (const { metric: labels, value } of await query(recorded, time)) {
      const feature = labels.feature_name ?? '';
      const [now, then] = [shares(current, feature), shares(reference, feature)];
      const bins = [...then.keys()];
      const [p, q] = [bins.map((bin) => then.get(bin) ?? 0), bins.map((bin) => now.get(bin) ?? 0)];
      // Shares of the reference are rounded to seven digits in the profile.
      expect(Number(value[1]), feature).toBeCloseTo(jensenShannonDistance(p, q), 5);
      const [psi] = await query(`feature:ml_feature_psi:increase1h{feature_name="${feature}"}`, time);
      const expected = bins.reduce((sum, _bin, index) => {
        const [a, b] = [filled(p[index] ?? 0), filled(q[index] ?? 0)];
        return sum + (a - b) * Math.log(a / b);
      }, 0);
      expect(Number(psi?.value[1]), feature).toBeCloseTo(expected, 6);
      if (p.every((share, index) => share > 1e-4 && (q[index] ?? 0) > 1e-4)) {
        expect(expected).toBeCloseTo(populationStabilityIndex(p, q), 5);
      }
    }
  });
});
