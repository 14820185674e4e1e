import { mlPredictionsTotal } from '@lab/catalogue';
import { SERIES } from '@lab/slo';
import type { Prometheus, Sample } from './adapters/prometheus.ts';
import type { Impact, ObjectiveImpact } from './domain/postmortem.ts';

/** Bad events are recorded once a minute in production: a shorter window may hold none. */
const SHORTEST_WINDOW_S = 120;

/**
 * What a stretch of time has cost, by the objectives and the predictions.
 * @param from milliseconds since the epoch
 * @param to milliseconds since the epoch
 * @throws Error where Prometheus cannot be asked
 */
export async function measureImpact(prometheus: Prometheus, from: number, to: number): Promise<Impact> {
  const seconds = Math.max(SHORTEST_WINDOW_S, Math.ceil((to - from) / 1000));
  const average = (series: string): string => `avg_over_time(${series}[${seconds}s])`;
  const [shares, objectives, remaining, failed, all] = await Promise.all([
    prometheus.query(`${average(SERIES.badEvents)} / (${average(SERIES.events)} > 0)`, to),
    prometheus.query(SERIES.objective, to),
    prometheus.query(SERIES.budgetRemaining, to),
    prometheus.value(`sum(increase(${mlPredictionsTotal.name}{status="error"}[${seconds}s]))`, to),
    prometheus.value(`sum(increase(${mlPredictionsTotal.name}[${seconds}s]))`, to),
  ]);
  return {
    seconds,
    predictions: all === undefined ? undefined : Math.round(all),
    failedPredictions: failed === undefined ? undefined : Math.round(failed),
    objectives: shares.map((share) => objectiveImpact(share, objectives, remaining)),
  };
}

function objectiveImpact(
  { labels, value }: Sample,
  objectives: readonly Sample[],
  remaining: readonly Sample[],
): ObjectiveImpact {
  const { sloth_id: id = '', sloth_service: service = '', sloth_slo: name = '' } = labels;
  const find = (samples: readonly Sample[]) => samples.find((sample) => sample.labels.sloth_id === id)?.value;
  return { service, name, badShare: value, objective: find(objectives), budgetRemaining: find(remaining) };
}
