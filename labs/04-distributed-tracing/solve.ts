import type { SolveContext } from '@lab/course/lab';
import { poll, type TraceSpan } from '@lab/engine-clients';
import { complaintOf, sendPayments } from './checks/complaint.ts';
import { pay } from './checks/payments.ts';
import { isBelow, spanOf } from './checks/stored.ts';

const LIMIT_MS = 90_000;
const wait = { timeoutMs: LIMIT_MS, intervalMs: 1000 };
const OVER_MS = 2000;

/** Finds the slow payment as a learner does, by merchant and duration, and the step by going down where it was slow. */
export async function solve(lab: SolveContext): Promise<void> {
  await poll(() => solutionRuns(lab), { ...wait, waitingFor: 'both services to run the solution' });
  await sendPayments(lab);
  const { traceId, spans } = await poll(() => slowPayment(lab), { ...wait, waitingFor: 'the slow payment' });
  await lab.writeAnswer('slow-payment', traceId);
  await lab.writeAnswer('slow-step', slowStep(spans));
}

/** One payment, seen whole: the services watch their files, and restart one after the other. */
async function solutionRuns(lab: SolveContext): Promise<true | undefined> {
  const { traceId } = await pay(lab, { merchant: 'm-solve' });
  return poll(
    async () => {
      const spans = (await lab.engines.traces.trace(traceId)) ?? [];
      return spanOf(spans, 'scorer', 'decide') === undefined ? undefined : (true as const);
    },
    { timeoutMs: 10_000, intervalMs: 500, waitingFor: 'its trace' },
  );
}

interface Found {
  readonly traceId: string;
  readonly spans: readonly TraceSpan[];
}

async function slowPayment(lab: SolveContext): Promise<Found | undefined> {
  const { merchant } = complaintOf(lab);
  const attributes = { 'payment.merchant': merchant };
  const since = lab.startedAt / 1000;
  for (const traceId of await slowOf(lab, attributes, since)) {
    const spans = (await lab.engines.traces.trace(traceId)) ?? [];
    const whole = spanOf(spans, 'gateway', 'POST /payments');
    if (
      whole !== undefined &&
      whole.durationMs > OVER_MS &&
      spans.some((span) => span.attributes['payment.merchant'] === merchant) &&
      spanOf(spans, 'scorer', 'decide') !== undefined
    )
      return { traceId, spans };
  }
  return undefined;
}

/** The step has the merchant, and was slow itself: one search of a single span finds both, in either store. */
const slowOf = async (
  { engines }: SolveContext,
  attributes: Readonly<Record<string, string>>,
  since: number,
): Promise<string[]> => {
  const [ofGateway, ofScorer] = await Promise.all(
    ['gateway', 'scorer'].map((service) =>
      engines.traces.search({ service, minimumMs: OVER_MS, attributes }, since),
    ),
  );
  return [...new Set([...(ofGateway ?? []), ...(ofScorer ?? [])])];
};

/** The longest span that has nothing below it. */
function slowStep(spans: readonly TraceSpan[]): string {
  const leaves = spans.filter((span) => !spans.some((other) => isBelow(spans, other, span)));
  const [slowest] = leaves.toSorted((a, b) => b.durationMs - a.durationMs);
  return `${slowest?.name} ${slowest?.durationMs.toFixed(0)}`;
}
