import type { Experiment } from '@lab/chaos';
import { type CheckContext, type Finding, fails, firstFailure, found, type Task } from '@lab/course/lab';
import { CLAIM_FILE, claimOf, isMethodOf } from './claims.ts';
import { CLAIM, experimentOf, injectedSeconds, runsOf } from './experiment-of.ts';
import { wasInjected } from './injected.ts';
import { LAB_IS_WELL } from './lab-situations.ts';
import { anyOf, deviates, unmet } from './played.ts';

/** A refuted one may have been stopped before its end. */
const LASTS_AT_LEAST = 10;
const VERDICTS = { held: 'held', deviated: 'refuted', aborted: 'refuted' } as const;

export const claim: Task = {
  id: 'claim',
  title: 'Test a claim',
  deadlineSeconds: 60,
  question: {
    text: `Is what ${CLAIM_FILE} says true?`,
    form: 'held or refuted',
  },
  hints: [
    'Write experiments/claim.yaml, from title to recovers_within, for the sentence that was drawn for you. Without prometheus it asks the lab’s. Which metrics tell what the lab’s customers get? Those of whoever plays them.',
    'traffic_requests_total by outcome, and traffic_request_duration_seconds. The method is of kind service_fault; the service lists its faults at /admin/faults, for whoever has the token, and docs/reference/faults.md shows settings of each. The lab’s Prometheus looks every five seconds: take a window of 30 s or more.',
    'A share: sum(rate(traffic_requests_total{outcome="success"}[30s])) / sum(rate(traffic_requests_total[30s])), at_least 0.99; a duration: histogram_quantile(0.99, sum by (le) (rate(traffic_request_duration_seconds_bucket[30s]))), at_most 1. Faults: request_errors and request_latency of features, slow_model and failing_model of inference. lasts: 1m, and abort_when on a share below a half or so. Then ./lab chaos, and its verdict.',
  ],
  async check(lab) {
    const experiment = await experimentOf(lab, CLAIM);
    return firstFailure(
      () => isAboutIt(lab, experiment),
      () => canBeContradicted(lab, experiment),
      () => wasRun(lab),
    );
  },
};

function isAboutIt({ draws }: CheckContext, { method, lastsSeconds, prometheus }: Experiment): Finding {
  const wanted = claimOf(draws);
  const isIt = isMethodOf(wanted, method) && lastsSeconds >= 60 && prometheus === undefined;
  return found(isIt, {
    expected: `${wanted.method}, for a minute at least, on the lab itself`,
    seen: `${JSON.stringify(method)} for ${lastsSeconds} s${prometheus === undefined ? '' : `, looked at through ${prometheus}`}`,
    lookAt: `method, lasts and prometheus of ${CLAIM}`,
  });
}

async function canBeContradicted(lab: CheckContext, { steadyState }: Experiment): Promise<Finding> {
  const { contradiction } = claimOf(lab.draws);
  const expression = anyOf(steadyState.map((probe) => `${deviates(probe)} > 0`));
  const wrong = await unmet(lab, 'claim', [
    { situation: LAB_IS_WELL, expression, value: 0 },
    { situation: contradiction, expression, value: 1 },
  ]);
  return found(wrong.length === 0, {
    expected: `probes that hold where ${LAB_IS_WELL.name}, and of which one does not where ${contradiction.name}`,
    seen:
      wrong
        .map(
          ({ situation, value }) =>
            `${value === 1 ? 'all hold' : 'one does not hold'} where ${situation.name}`,
        )
        .join('; ') || 'so they do',
    lookAt: `steady_state of ${CLAIM}; the samples are in .check/claim.promtest`,
  });
}

async function wasRun(lab: CheckContext): Promise<Finding> {
  const { service, fault } = claimOf(lab.draws);
  const runs = await runsOf(lab, CLAIM);
  const run = runs.findLast(
    ({ journal, isOfThisFile }) =>
      isOfThisFile && journal.verdict in VERDICTS && injectedSeconds(journal) >= LASTS_AT_LEAST,
  );
  if (run === undefined)
    return fails({
      expected: `a run of ${CLAIM}, as it is now, with a verdict`,
      seen: runs.map(({ journal }) => journal.verdict).join(', ') || 'no run',
      lookAt: './lab chaos, and the folder claim.runs',
    });
  const verdict = VERDICTS[run.journal.verdict as keyof typeof VERDICTS];
  return firstFailure(
    () =>
      wasInjected(
        lab.engines.prometheus,
        `service_fault_active{service="${service}",fault="${fault}"}`,
        run.journal,
      ),
    () =>
      found(lab.answer(claim.id)?.toLowerCase() === verdict, {
        expected: 'the verdict of your own run',
        seen: `${lab.answer(claim.id)}, where the last run says ${run.journal.verdict}`,
        lookAt: 'report.md of that run',
      }),
  );
}
