import type { Looked } from '@lab/course/lab';
import type { PrometheusApi, Target } from '@lab/engine-clients';

/** The targets of one job of the learner's Prometheus. */
export async function targetsOf(prometheus: PrometheusApi, job: string): Promise<Target[]> {
  return (await prometheus.targets()).filter((target) => target.job === job);
}

/** What is to be seen of a job on the targets page, in a line. */
export function described(targets: readonly Target[]): string {
  if (targets.length === 0) return 'no target of this job';
  return targets
    .map(
      ({ scrapeUrl, health, lastError }) => `${scrapeUrl} is ${health}${lastError ? `: ${lastError}` : ''}`,
    )
    .join('; ');
}

export const atTargets = (base: string): Looked['lookAt'] => `${base}/targets`;

/** Where a query of the learner's Prometheus can be looked at. */
export const atQuery = (base: string, expression: string): string => `${base}/query with ${expression}`;
