import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { atQuery, atTargets, described, targetsOf } from './target-of.ts';

/** A series that only this service has, and that customers make grow. */
const PROOFS = [
  { job: 'inference', expression: 'sum(rate(ml_predictions_total{job="inference"}[1m]))' },
  { job: 'features', expression: 'sum(rate(feature_lookups_total{job="features"}[1m]))' },
] as const;

export const scrapeServices: Task = {
  id: 'scrape-services',
  title: 'Scrape the two services of a prediction',
  // A rate needs two samples within its minute.
  deadlineSeconds: 45,
  hints: [
    'The ports of both services are in .env. Each answers at /metrics: ask with curl what Prometheus will ask.',
    'scrape_configs needs two more jobs, named inference and features, each with one target: host and port, no path.',
    'As the job prometheus has it: `- job_name: inference` with `static_configs: [{ targets: ["127.0.0.1:<port of inference>"] }]`, and the same for features.',
  ],
  check: (lab) =>
    firstFailure(
      ...PROOFS.flatMap((proof) => [() => targetIsUp(lab, proof.job), () => grows(lab, proof.expression)]),
    ),
};

async function targetIsUp(
  { workbenchEngines, workbench, endpoints }: CheckContext,
  job: 'inference' | 'features',
): Promise<Finding> {
  const targets = await targetsOf(workbenchEngines.prometheus, job);
  const right = targets.some(
    ({ scrapeUrl, health }) => health === 'up' && new URL(scrapeUrl).port === new URL(endpoints[job]).port,
  );
  return found(right, {
    expected: `job ${job} with the target ${endpoints[job]}/metrics, up`,
    seen: described(targets),
    lookAt: atTargets(workbench.prometheus),
  });
}

async function grows({ workbenchEngines, workbench }: CheckContext, expression: string): Promise<Finding> {
  const perSecond = await workbenchEngines.prometheus.sum(expression);
  return found(perSecond > 0, {
    expected: 'requests of customers, more than 0 per second',
    seen: `${perSecond} per second`,
    lookAt: atQuery(workbench.prometheus, expression),
  });
}
