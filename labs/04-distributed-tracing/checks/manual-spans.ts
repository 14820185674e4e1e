import { randomBytes } from 'node:crypto';
import { type CheckContext, type Finding, fails, firstFailure, found, type Task } from '@lab/course/lab';
import type { TraceSpan } from '@lab/engine-clients';
import { type AnsweredPayment, mustBe, pay } from './payments.ts';
import { described, isBelow, spanOf, storedTrace, traceAt, tracesWith } from './stored.ts';

const STEPS = ['look_up_merchant', 'ask_model', 'decide'] as const;
/** The weather slows one step of a payment, so each has a payment of its own. */
const SLOWED = [...STEPS, 'check_limits'] as const;
const SLOW_MS = 400;
const TOLERANCE_MS = 5;

export const manualSpans: Task = {
  id: 'manual-spans',
  title: 'Say in spans what the service does',
  needs: ['server-spans'],
  hints: [
    'What does the trace say about the time between the first line of score() and the call to the model? Which words would a colleague at night search for?',
    'withSpan(name, attributes, work) of @lab/instrumentation runs the work inside a span. The span has to last as long as the step: what is not awaited inside is not in it.',
    "return withSpan('decide', { 'payment.merchant': merchant }, async (span) => { …; for each rule span.addEvent('rule_matched', { 'rule.name': rule }); span.setAttribute('decision.result', decision); … }), and the same without events for look_up_merchant, ask_model and the gateway's check_limits.",
  ],
  deadlineSeconds: 60,
  async check(lab) {
    const risky = lab.draws.pick('risky payment', [
      { amount: 6100.5, country: 'FR' },
      { amount: 7000, country: 'DE' },
      { amount: 2000, country: 'AT' },
    ]);
    const payments = await Promise.all(SLOWED.map((step) => payWithSlow(lab, step, risky)));
    return firstFailure(...payments.map((payment) => () => ofPayment(lab, payment)));
  },
};

interface SlowedPayment extends AnsweredPayment {
  readonly merchant: string;
  readonly slowed: (typeof SLOWED)[number];
}

async function payWithSlow(
  lab: CheckContext,
  slowed: SlowedPayment['slowed'],
  risky: { readonly amount: number; readonly country: string },
): Promise<SlowedPayment> {
  const merchant = `m-${randomBytes(4).toString('hex')}`;
  const payment = await pay(lab, { merchant, ...risky, slow: { step: slowed, milliseconds: SLOW_MS } });
  mustBe(200, payment);
  return { ...payment, merchant, slowed };
}

async function ofPayment(lab: CheckContext, payment: SlowedPayment): Promise<Finding> {
  const ofScorer = await scorersTrace(lab, payment);
  return firstFailure(
    () => ofSteps(lab, ofScorer, payment),
    () => ofDecision(lab, ofScorer, payment),
    () => ofGateway(lab, payment),
  );
}

interface Stored {
  readonly traceId: string | undefined;
  readonly spans: readonly TraceSpan[];
}

/** The scorer's half may be a trace of its own: that is for the next task. */
async function scorersTrace(lab: CheckContext, { merchant, sentAt }: SlowedPayment): Promise<Stored> {
  const attributes = { 'payment.merchant': merchant };
  const [traceId] = await tracesWith(lab, { service: 'scorer', name: 'decide', attributes }, sentAt);
  if (traceId === undefined) return { traceId, spans: [] };
  const spans = await storedTrace(lab, traceId, (all) =>
    ['POST /score', ...STEPS].every((name) => spanOf(all, 'scorer', name) !== undefined),
  );
  return { traceId, spans };
}

function ofSteps(
  lab: CheckContext,
  { traceId, spans }: Stored,
  { merchant, slowed }: SlowedPayment,
): Finding {
  const ofGatewayAlone = slowed === 'check_limits';
  const times = ofGatewayAlone ? '' : `; ${slowed} took ${SLOW_MS} ms longer, the others did not`;
  const expected = `spans ${STEPS.join(', ')} of scorer, each with payment.merchant, in its span POST /score${times}`;
  if (traceId === undefined)
    return fails({
      expected,
      seen: `no span decide of scorer with payment.merchant ${merchant}`,
      lookAt: 'traces of service scorer',
    });
  const lookAt = traceAt(lab, traceId);
  const server = spanOf(spans, 'scorer', 'POST /score');
  for (const name of STEPS) {
    const span = spanOf(spans, 'scorer', name);
    if (span === undefined || server === undefined)
      return fails({ expected, seen: described(spans), lookAt });
    if (span.attributes['payment.merchant'] !== merchant)
      return fails({ expected, seen: `${name} has ${JSON.stringify(span.attributes)}`, lookAt });
    if (!isBelow(spans, span, server))
      return fails({ expected, seen: `${name} is not below POST /score: another parent`, lookAt });
    const hasItsTime =
      name === slowed
        ? span.durationMs >= SLOW_MS - TOLERANCE_MS
        : ofGatewayAlone || span.durationMs < server.durationMs - TOLERANCE_MS;
    if (!hasItsTime)
      return fails({
        expected,
        seen: `${name} took ${span.durationMs.toFixed(1)} ms, POST /score ${server.durationMs.toFixed(1)} ms`,
        lookAt,
      });
  }
  return found(true, { expected, seen: described(spans), lookAt });
}

function ofDecision(
  lab: CheckContext,
  { traceId = '', spans }: Stored,
  { decision }: AnsweredPayment,
): Finding {
  const span = spanOf(spans, 'scorer', 'decide');
  const events = (span?.events ?? []).filter(({ name }) => name === 'rule_matched');
  const rules = events.map(({ attributes }) => attributes['rule.name'] ?? '(no rule.name)').sort();
  const answered = [...(decision.rules ?? [])].sort();
  return found(
    span?.attributes['decision.result'] === decision.decision && rules.join() === answered.join(),
    {
      expected: `on span decide: decision.result ${decision.decision}, and an event rule_matched with rule.name for each of ${answered.join(', ')}, as the caller was answered`,
      seen: `decision.result ${span?.attributes['decision.result'] ?? 'missing'}, events for ${rules.join(', ') || 'no rule'}`,
      lookAt: traceAt(lab, traceId),
    },
  );
}

async function ofGateway(lab: CheckContext, { traceId, merchant, slowed }: SlowedPayment): Promise<Finding> {
  const spans = await storedTrace(
    lab,
    traceId,
    (all) => spanOf(all, 'gateway', 'check_limits') !== undefined,
  );
  const span = spanOf(spans, 'gateway', 'check_limits');
  const leastMs = slowed === 'check_limits' ? SLOW_MS - TOLERANCE_MS : 0;
  const longEnough = span !== undefined && span.durationMs >= leastMs;
  return found(longEnough && span.attributes['payment.merchant'] === merchant, {
    expected: `a span check_limits of gateway with payment.merchant ${merchant}${leastMs > 0 ? `, of ${SLOW_MS} ms or longer` : ''}`,
    seen:
      span === undefined
        ? described(spans)
        : `${JSON.stringify(span.attributes)}, ${span.durationMs.toFixed(1)} ms`,
    lookAt: traceAt(lab, traceId),
  });
}
