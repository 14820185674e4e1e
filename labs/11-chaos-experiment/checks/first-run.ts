import { type CheckContext, type Finding, fails, firstFailure, found, type Task } from '@lab/course/lab';

import { runsOf, SLOW_MODEL } from './experiment-of.ts';
import { wasInjected } from './injected.ts';
import { poolMateOf } from './pools.ts';

export const TOXIC = 'road_toxic_active{toxic="latency"}';

export const firstRun: Task = {
  id: 'first-run',
  title: 'Run it, and see who suffers',
  needs: ['abort'],
  question: {
    text: 'Which route suffered from the slow model although it does not ask the model?',
    form: 'delivery, stock or vouchers',
  },
  hints: [
    './lab chaos with the path of the file, from where you are. Watch it on your Prometheus meanwhile: failed customers by route.',
    'sum by (route) (rate(customer_requests_total{outcome="failed"}[15s])), as a graph of the last five minutes. One of the three routes has nothing to do with the model, and fails with it.',
    'pools.json tells why: it is the route in the pool of checkout. Six workers wait for the model, and nobody is left for it.',
  ],
  check: (lab) =>
    firstFailure(
      () => wasRefuted(lab),
      () =>
        found(lab.answer(firstRun.id)?.toLowerCase().replace(/^\//, '') === poolMateOf(lab.draws), {
          expected: 'the route that failed without asking the model',
          seen: `${lab.answer(firstRun.id)} had its answers all the time, or asks the model itself`,
          lookAt: `${lab.workbench.prometheus}: failed customers by route, while the experiment ran`,
        }),
    ),
};

async function wasRefuted(lab: CheckContext): Promise<Finding> {
  const runs = await runsOf(lab, SLOW_MODEL);
  const refuted = runs.find(({ journal }) => ['deviated', 'aborted'].includes(journal.verdict));
  if (refuted === undefined)
    return fails({
      expected: `a run of ${SLOW_MODEL} that has refuted its hypothesis, with the shop as it was handed over`,
      seen: runs.map(({ journal }) => `${journal.started_at}: ${journal.verdict}`).join('; ') || 'no run',
      lookAt: './lab chaos, and the folder slow-model.runs',
    });
  return wasInjected(lab.workbenchEngines.prometheus, TOXIC, refuted.journal);
}
