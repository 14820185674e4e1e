import type { Experiment } from '@lab/chaos';
import { type CheckContext, type Finding, fails, firstFailure, found, type Task } from '@lab/course/lab';
import { experimentOf, injectedSeconds, runsOf, SLOW_MODEL } from './experiment-of.ts';
import { TOXIC } from './first-run.ts';
import { wasInjected } from './injected.ts';

const SLOWER_MS = 2000;
const LASTS_AT_LEAST = 55;

export const mend: Task = {
  id: 'mend',
  title: 'Mend it, and run it again',
  needs: ['first-run'],
  deadlineSeconds: 45,
  hints: [
    'What does a worker do while the model thinks? How long would a customer want to be kept waiting for a decision that the rules can make as well?',
    'In model.ts, fetch takes a signal: AbortSignal.timeout(milliseconds). In app.ts, what askModel throws can be caught: decideByRules of rules.ts decides then, and decided_by says so.',
    "signal: AbortSignal.timeout(250) in askModel; in /checkout: try { return { decision: await askModel(modelUrl, body), decided_by: 'model' } } catch { return { decision: decideByRules(body), decided_by: 'rules' } }. Then ./lab chaos once more, with the experiment as it was.",
  ],
  check: (lab) =>
    firstFailure(
      () => stillAsksTheModel(lab),
      async () => isTheSame(await experimentOf(lab, SLOW_MODEL), lab),
      () => hasHeld(lab),
    ),
};

/** A shop that decides all by rules survives every model. */
async function stillAsksTheModel({ workbenchEngines, workbench }: CheckContext): Promise<Finding> {
  const query = 'sum(rate(customer_decisions_total{decided_by="model"}[15s]))';
  const perSecond = await workbenchEngines.prometheus.sum(query);
  return found(perSecond > 3, {
    expected: 'checkouts that the model decides, while it is well: five or six a second',
    seen: `${perSecond.toFixed(1)} a second`,
    lookAt: `${workbench.prometheus}: ${query}`,
  });
}

function isTheSame({ method }: Experiment, { workbench }: CheckContext): Finding {
  const [only, ...more] = method;
  const isIt =
    only?.kind === 'http' &&
    more.length === 0 &&
    only.inject.url === `${workbench.secondService}/toxics/latency` &&
    Number(only.inject.body?.milliseconds) >= SLOWER_MS;
  return found(isIt, {
    expected: `the same method as before: ${SLOWER_MS} ms on the road to the model`,
    seen: isIt ? 'it is' : JSON.stringify(method),
    lookAt: `method of ${SLOW_MODEL}`,
  });
}

async function hasHeld(lab: CheckContext): Promise<Finding> {
  const runs = await runsOf(lab, SLOW_MODEL);
  const held = runs.findLast(
    ({ journal, isOfThisFile }) =>
      isOfThisFile && journal.verdict === 'held' && injectedSeconds(journal) >= LASTS_AT_LEAST,
  );
  if (held === undefined) {
    const last = runs.at(-1);
    return fails({
      expected: `a run of ${SLOW_MODEL}, as it is now, whose hypothesis held for all of its time`,
      seen:
        last === undefined
          ? 'no run'
          : `the last one: ${last.journal.verdict}${last.isOfThisFile ? '' : ', of another version of the file'}`,
      lookAt: './lab chaos, and report.md of the last run',
    });
  }
  const { journal } = held;
  return firstFailure(
    () => wasInjected(lab.workbenchEngines.prometheus, TOXIC, journal),
    async () => {
      const query = `sum(increase(customer_decisions_total{decided_by="rules"}[${Math.round(injectedSeconds(journal))}s] @ ${(Date.parse(journal.rolled_back_at ?? '') / 1000).toFixed(3)}))`;
      const byRules = await lab.workbenchEngines.prometheus.sum(query);
      return found(byRules > 0, {
        expected: 'checkouts that the rules decided while the model was slow',
        seen: 'none: was it the model that answered?',
        lookAt: `${lab.workbench.prometheus}: ${query}`,
      });
    },
  );
}
