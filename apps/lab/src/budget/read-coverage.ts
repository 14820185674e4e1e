import type { PrometheusApi } from '@lab/engine-clients';
import { SERIES } from '@lab/slo';

/** Moments of a period that are looked at: a thousandth of thirty days is three quarters of an hour. */
const MOMENTS = 1000;

/**
 * Share of a period, 0 to 1, for which events of each objective were recorded, by id. Moments are counted rather than
 * samples: how many there are in an hour depends on the timing, and simulated past has fewer.
 */
export async function readCoverage(
  prometheus: PrometheusApi,
  periodMs: number,
): Promise<ReadonlyMap<string, number>> {
  const step = Math.max(1, Math.round(periodMs / MOMENTS));
  const recorded = await prometheus.query(
    `count_over_time(${SERIES.events}[${Math.round(periodMs)}ms:${step}ms])`,
  );
  return new Map(recorded.map(({ labels, value }) => [labels.sloth_id ?? '', Math.min(1, value / MOMENTS)]));
}
