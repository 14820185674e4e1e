import { found, type Task } from '@lab/course/lab';
import { type TraceSpan, wholeTraceId } from '@lab/engine-clients';
import { complaintOf } from './complaint.ts';
import { spanOf } from './stored.ts';

const TRACE_ID = /^[0-9a-f]{32}$/;

export const slowPayment: Task = {
  id: 'slow-payment',
  title: "Find the merchant's slow payment",
  needs: ['propagation'],
  question: {
    text: 'In which trace is the payment of more than two seconds that the merchant of complaint.md writes about?',
    form: 'a trace id of 32 hexadecimal digits',
  },
  hints: [
    'You know the merchant and the duration. Which span carries the one, which the other?',
    'In TraceQL both can be asked of one trace: { … } && { … }. In Jaeger, search service gateway with the tag payment.merchant and a minimum duration; read the duration of the whole trace.',
    '{ span.payment.merchant = "m-…" } && { name = "POST /payments" && duration > 2s }, with the name that stands in complaint.md.',
  ],
  async check(lab) {
    const { traceId, merchant } = complaintOf(lab);
    const answer = wholeTraceId(lab.answer('slow-payment') ?? '');
    const stored = (await lab.engines.traces.trace(traceId)) !== undefined;
    const given = TRACE_ID.test(answer) ? ((await lab.engines.traces.trace(answer)) ?? []) : [];
    return found(answer === traceId, {
      expected: `the trace of merchant ${merchant} in which POST /payments took more than 2 s`,
      seen: `${paymentIn(given) ?? `no trace ${answer}`}${stored ? '' : ', and the store has forgotten the payments: ./lab check 4 propagation sends them again'}`,
      lookAt: `traces with span.payment.merchant = "${merchant}"`,
    });
  },
};

/** What the trace that was answered is about; undefined for one that the store does not have. */
function paymentIn(spans: readonly TraceSpan[]): string | undefined {
  if (spans.length === 0) return undefined;
  const merchant = spans.map(({ attributes }) => attributes['payment.merchant']).find(Boolean);
  const payment = spanOf(spans, 'gateway', 'POST /payments');
  return `a trace of ${merchant === undefined ? 'no merchant' : `merchant ${merchant}`}, ${
    payment === undefined ? 'without POST /payments' : `POST /payments ${payment.durationMs.toFixed(0)} ms`
  }`;
}
