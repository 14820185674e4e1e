import type { PrometheusApi } from '@lab/engine-clients';
import { expect, test } from 'vitest';
import { firing } from './alert.ts';

/** Prometheus refuses a range with more. */
const POINTS_AT_MOST = 11_000;
const DAY_MS = 86_400_000;

test.for([0.1, 0.6, 30])(
  'an alert - when the lab was started %d days ago - then Prometheus takes the question',
  async (days) => {
    const asked: { readonly start: number; readonly step: number }[] = [];
    const queryRange: PrometheusApi['queryRange'] = async (_query, range) => {
      asked.push(range);
      return [];
    };
    const since = Date.now() - days * DAY_MS;
    await firing({ prometheus: { queryRange } as PrometheusApi, alert: 'Burn' }, since);
    const [{ start, step } = { start: 0, step: 1 }] = asked;
    expect((Date.now() / 1000 - start) / step).toBeLessThan(POINTS_AT_MOST);
    expect(start).toBeGreaterThanOrEqual(since / 1000);
  },
);
