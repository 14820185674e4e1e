import { found, type Task } from '@lab/course/lab';
import { complaintOf } from './complaint.ts';

const TRACE_ID_DIGITS = 32;

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
    // Tempo's search leaves leading zeros out.
    const answer = lab.answer('slow-payment')?.toLowerCase().padStart(TRACE_ID_DIGITS, '0');
    const stored = (await lab.engines.traces.trace(traceId)) !== undefined;
    return found(answer === traceId, {
      expected: `the trace of merchant ${merchant} in which POST /payments took more than 2 s`,
      seen: `${answer}${stored ? '' : ', and the store has forgotten the payments: ./lab check 4 propagation sends them again'}`,
      lookAt: `traces with span.payment.merchant = "${merchant}"`,
    });
  },
};
