import { mlExperimentVerdict, mlModelPredictionsTotal } from '@lab/catalogue';
import { compareRates } from '@lab/statistics/quality';
import type { Prometheus } from './adapters/prometheus.ts';
import type { Rollout, RolloutEvidence, Verdict } from './domain/rollout.ts';

/** Below two scrapes an increase is nothing, whatever happened. */
const SHORTEST_WINDOW_S = 5;

/**
 * What is known about a candidate: the verdicts of the monitor's experiments and, while those have not enough data about
 * errors, the plain counts of both versions at the same time.
 * @param now milliseconds since the epoch
 * @throws Error where Prometheus cannot be asked
 */
export async function gatherEvidence(
  prometheus: Prometheus,
  { model_name, version, champion, step_started_at }: Rollout,
  now: number,
): Promise<RolloutEvidence> {
  const seconds = Math.max(SHORTEST_WINDOW_S, Math.ceil((now - Date.parse(step_started_at)) / 1000));
  const of = (model: string, labels: string): string => `{model_name="${model}",${labels}}`;
  const [told, counts] = await Promise.all([
    prometheus.query(
      `max by (comparison, verdict) (${mlExperimentVerdict.name}${of(model_name, `challenger_version="${version}"`)}) == 1`,
    ),
    prometheus.query(
      `sum by (model_version, status) (increase(${mlModelPredictionsTotal.name}${of(model_name, `model_version=~"${version}|${champion}"`)}[${seconds}s]))`,
    ),
  ]);
  const verdicts = new Map<string, Verdict>(
    told.map(({ labels }) => [labels.comparison ?? '', labels.verdict as Verdict]),
  );
  const ofVersion = (wanted: string) => {
    const own = counts.filter(({ labels }) => labels.model_version === wanted);
    const sum = (samples: typeof own): number =>
      Math.round(samples.reduce((total, { value }) => total + value, 0));
    return { trials: sum(own), successes: sum(own.filter(({ labels }) => labels.status === 'error')) };
  };
  const candidate = ofVersion(version);
  if ((verdicts.get('error_rate') ?? 'not_enough_data') === 'not_enough_data') {
    const { verdict } = compareRates(ofVersion(champion), candidate, { higherIs: 'worse' });
    verdicts.set('error_rate', verdict);
  }
  return { verdicts, predictions: candidate.trials };
}
