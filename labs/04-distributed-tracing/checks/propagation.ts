import { type CheckContext, type Finding, found, type Task } from '@lab/course/lab';
import type { TraceSpan } from '@lab/engine-clients';
import { sendComplaint } from './complaint.ts';
import { mustBe, pay } from './payments.ts';
import { described, isBelow, spanOf, storedTrace, traceAt, tracesWith } from './stored.ts';

export const propagation: Task = {
  id: 'propagation',
  title: 'Mend the trace that breaks between the services',
  needs: ['manual-spans'],
  hints: [
    'One payment, two traces. Which process is the last one that knows the first trace id, and what does it send to the next?',
    'src/gateway/scorer-client.ts calls by hand through node:http, which is not instrumented here. The header traceparent is missing from what it sends.',
    'Either call with fetch, which is instrumented and adds the header; or propagation.inject(context.active(), headers) of @opentelemetry/api before the call is made.',
  ],
  deadlineSeconds: 45,
  async check(lab) {
    const finding = await isOneTrace(lab);
    if (finding.passed) await sendComplaint(lab);
    return finding;
  },
};

async function isOneTrace(lab: CheckContext): Promise<Finding> {
  const payment = await pay(lab, { merchant: 'm-check' });
  mustBe(200, payment);
  const spans = await storedTrace(lab, payment.traceId, isWhole);
  const whole = isWhole(spans);
  const [elsewhere] = whole
    ? []
    : await tracesWith(lab, { service: 'scorer', name: 'POST /score' }, payment.sentAt);
  const apart = elsewhere !== undefined && elsewhere !== payment.traceId;
  return found(whole, {
    expected: `in trace ${payment.traceId}: POST /payments of gateway, below it POST /score of scorer, below that spans of inference`,
    seen: `${described(spans)}${apart ? `\nand POST /score of scorer in a trace of its own: ${elsewhere}` : ''}${besideGateway(spans, payment)}`,
    lookAt: traceAt(lab, payment.traceId),
  });
}

/** A header that is only passed on makes one trace too, in which the gateway has called nobody. */
function besideGateway(
  spans: readonly TraceSpan[],
  { callersSpanId }: { readonly callersSpanId: string },
): string {
  const gateway = spanOf(spans, 'gateway', 'POST /payments');
  const scorer = spanOf(spans, 'scorer', 'POST /score');
  if (gateway === undefined || scorer === undefined || isBelow(spans, scorer, gateway)) return '';
  const parent =
    scorer.parentSpanId === callersSpanId
      ? "the caller's span, which is the gateway's parent too"
      : (scorer.parentSpanId ?? 'none');
  return `\nbut POST /score is not below POST /payments: its parent is ${parent}`;
}

function isWhole(spans: readonly TraceSpan[]): boolean {
  const gateway = spanOf(spans, 'gateway', 'POST /payments');
  const scorer = spanOf(spans, 'scorer', 'POST /score');
  const model = spans.find(({ service, kind }) => service === 'inference' && kind === 'server');
  return (
    gateway !== undefined &&
    scorer !== undefined &&
    model !== undefined &&
    isBelow(spans, scorer, gateway) &&
    isBelow(spans, model, scorer)
  );
}
