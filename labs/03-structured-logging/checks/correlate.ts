import { type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { askForRefund, type SentRefund } from './refund-desk.ts';
import { eventsIn, LOG, sentLately, type Written } from './written-lines.ts';

const EVENTS_OF_A_REFUND = ['refund_requested', 'ledger_booking', 'refund_completed'] as const;

export const correlate: Task = {
  id: 'correlate',
  title: 'Give every line the ids of its request',
  needs: ['structured-lines'],
  hints: [
    'The ledger knows no request, and shall not. Node can carry a value along with everything that a request does: node:async_hooks.',
    'An AsyncLocalStorage that holds request_id and trace_id: set where a request comes in, read in log(). The second field of a traceparent is the trace id. The answer carries x-request-id.',
    '`const ids = new AsyncLocalStorage(); app.addHook("onRequest", (request, reply, done) => { … reply.header("x-request-id", id); ids.run({ request_id: id, trace_id }, done); })` and `...ids.getStore()` in the line. Where a body is parsed the store may be gone: run the handler within `ids.run` as well.',
  ],
  async check(lab) {
    const { what, written } = await sentLately(lab, correlate.id, async () => ({
      // At once: ids in a variable of the module would be those of the last one.
      together: await Promise.all([askForRefund(lab), askForRefund(lab), askForRefund(lab)]),
      withoutIds: await askForRefund(lab, { withIds: false }),
    }));
    return firstFailure(
      ...what.together.flatMap((refund) => [
        () => echoes(refund),
        () => isFollowed(written, refund, refund.requestId),
        () => hasTrace(written, refund),
      ]),
      () => makesOne(what.withoutIds),
      () => isFollowed(written, what.withoutIds, what.withoutIds.answeredId ?? ''),
    );
  },
};

const echoes = ({ requestId, answeredId }: SentRefund): Finding =>
  found(answeredId === requestId, {
    expected: `x-request-id of the answer is that of the request: ${requestId}`,
    seen: answeredId ?? 'no such header',
    lookAt: 'the headers of POST /refunds',
  });

const makesOne = ({ answeredId }: SentRefund): Finding =>
  found((answeredId ?? '').length >= 8, {
    expected: 'a request without x-request-id gets one, and its caller is told',
    seen: answeredId === null ? 'no such header in the answer' : `"${answeredId}"`,
    lookAt: 'the headers of POST /refunds',
  });

/** All lines of a refund have its id, and no line of another refund has. */
function isFollowed({ lines }: Written, refund: SentRefund, requestId: string): Finding {
  const own = lines.filter((line) => line.request_id === requestId);
  const events = EVENTS_OF_A_REFUND.filter((event) => !own.some((line) => line.event_type === event));
  const booking = own.filter(({ event_type }) => event_type === 'ledger_booking');
  const foreign = booking.filter(({ order_id }) => order_id !== refund.orderId);
  return found(events.length === 0 && foreign.length === 0 && booking.length === 1, {
    expected: `${EVENTS_OF_A_REFUND.join(', ')} with request_id ${requestId}, the ledger's with order_id ${refund.orderId}`,
    seen:
      foreign.length > 0 || booking.length > 1
        ? `the ledger's lines with this id are of ${booking.map(({ order_id }) => String(order_id)).join(', ')}: three refunds were asked for at once`
        : events.length > 0
          ? `with this id: ${own.length === 0 ? 'no line' : eventsIn(own)}`
          : 'these lines',
    lookAt: LOG,
  });
}

function hasTrace({ lines }: Written, { requestId, traceId }: SentRefund): Finding {
  const without = lines.filter((line) => line.request_id === requestId && line.trace_id !== traceId);
  return found(without.length === 0, {
    expected: `trace_id ${traceId}, from the traceparent of the request, on each of its lines`,
    seen:
      without.length === 0
        ? 'that'
        : `${String(without[0]?.event_type)} has trace_id ${JSON.stringify(without[0]?.trace_id)}`,
    lookAt: LOG,
  });
}
