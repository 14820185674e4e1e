import {
  type CheckContext,
  type Finding,
  fails,
  firstFailure,
  found,
  passes,
  type Task,
} from '@lab/course/lab';
import { type Exposition, exposedBy, select, total, typeOf } from './exposition.ts';
import { mustAnswer, type Payment, repeated, sendAll } from './requests.ts';

export const HISTOGRAM = 'fraud_score_duration_seconds';
const BUCKET = `${HISTOGRAM}_bucket`;
/** 99 % of scores within this many seconds; the text says so. */
const OBJECTIVE = 0.3;
const MOST_BOUNDS = 14;
/** A bucket much wider than its lower end hides where in it a quantile lies. */
const WIDEST_STEP = 2;
const FROM = 0.1;
const UP_TO = 2.5;

export const histogram: Task = {
  id: 'histogram',
  title: 'Measure time so that the objective can be asked for',
  needs: ['counter'],
  hints: [
    'Which bound answers "how many within 300 ms"? And in which bucket does a score of 0.45 s fall, and how well do you then know it?',
    'A quantile is interpolated within one bucket. The bound of the objective has to be exact, its neighbours close, the rest may be coarse. Only scores that were answered are measured, in seconds, from the first line of score() to the answer.',
    'buckets: [0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1, 1.5, 2.5, 5], label channel, and observe((performance.now() - startedAt) / 1000) right where the success is counted.',
  ],
  check: (lab) =>
    firstFailure(
      async () => bounds(await exposedBy(lab.workbench.service), lab),
      () => observes(lab),
    ),
};

function bounds(exposition: Exposition, { workbench }: CheckContext): Finding {
  const finite = [...new Set(select(exposition, BUCKET).map(({ labels }) => Number(labels.le)))]
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const looked = {
    expected: `a histogram ${HISTOGRAM} with a bound at ${OBJECTIVE} s, no step of more than a factor ${WIDEST_STEP} from ${FROM} s to the first bound of ${UP_TO} s or more, and at most ${MOST_BOUNDS} bounds`,
    seen: `type ${typeOf(exposition, HISTOGRAM)}, bounds ${finite.join(', ') || 'none: no series yet'}`,
    lookAt: `${BUCKET} at ${workbench.service}/metrics`,
  };
  return typeOf(exposition, HISTOGRAM) === 'histogram' && fitObjective(finite)
    ? passes(looked)
    : fails(looked);
}

/** @param finite bounds in ascending order, without the infinite one */
export function fitObjective(finite: readonly number[]): boolean {
  const last = finite.findIndex((bound) => bound >= UP_TO);
  const near = finite.slice(0, last + 1).filter((bound) => bound >= FROM);
  const [first] = near;
  const covered = first !== undefined && first <= FROM * WIDEST_STEP;
  const close = near.every((bound, index) => index === 0 || bound <= (near[index - 1] ?? 0) * WIDEST_STEP);
  return finite.includes(OBJECTIVE) && covered && close && finite.length <= MOST_BOUNDS;
}

async function observes({ workbench, draws }: CheckContext): Promise<Finding> {
  const fast = draws.integer('fast', 6, 10);
  const slow = draws.integer('slow', 2, 4);
  const slowMs = draws.integer('slow milliseconds', 450, 1100);
  const payment: Payment = { channel: 'partner' };
  const before = await exposedBy(workbench.service);
  const quick = await sendAll(workbench.service, repeated(fast, payment));
  const waited = await sendAll(workbench.service, repeated(slow, { ...payment, delayMs: slowMs }));
  mustAnswer([...quick, ...waited], 200);
  await sendAll(workbench.service, repeated(3, { ...payment, issuerFails: true }));
  const after = await exposedBy(workbench.service);
  const grown = (name: string, labels: Readonly<Record<string, string>> = {}): number =>
    total(after, name, { channel: 'partner', ...labels }) -
    total(before, name, { channel: 'partner', ...labels });

  const count = grown(`${HISTOGRAM}_count`);
  const within = grown(BUCKET, { le: String(OBJECTIVE) });
  const sum = grown(`${HISTOGRAM}_sum`);
  const callers = [...quick, ...waited].reduce((seconds, answer) => seconds + answer.seconds, 0);
  // On a busy machine a quick one may take longer than the objective: how many did, the callers know.
  const surelyWithin = quick.filter(({ seconds }) => seconds <= OBJECTIVE).length;
  const right =
    count === fast + slow &&
    within >= surelyWithin &&
    within <= fast &&
    sum <= callers &&
    sum >= (slow * slowMs) / 1000;
  const looked = {
    expected: `after ${fast} quick payments, ${slow} that waited ${slowMs} ms and 3 that failed, on channel partner: ${fast + slow} observations, ${surelyWithin} of them within ${OBJECTIVE} s, and a sum from ${((slow * slowMs) / 1000).toFixed(2)} s to the callers' ${callers.toFixed(2)} s`,
    seen: `${count} observations, ${within} within ${OBJECTIVE} s, sum ${sum.toFixed(2)} s`,
    lookAt: `${HISTOGRAM}_count, _sum and _bucket{channel="partner",le="${OBJECTIVE}"} at ${workbench.service}/metrics`,
  };
  return found(right, looked);
}
