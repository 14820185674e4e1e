import { type CheckContext, type Finding, fails, firstFailure, found, type Task } from '@lab/course/lab';
import { poll, type TraceSpan } from '@lab/engine-clients';
import { type AnsweredPayment, mustBe, pay } from './payments.ts';
import { spanOf, storedTrace, traceAt } from './stored.ts';

const BATCH = 'process_batch';
const LIMIT_MS = 20_000;

export const queue: Task = {
  id: 'queue',
  title: 'Follow payments through a queue',
  needs: ['propagation'],
  hints: [
    'The timer of the queue belongs to no request. What would each message have to carry so that the batch can say on whose behalf it works?',
    'put() runs inside the request: trace.getActiveSpan()?.spanContext() is what is to be remembered. A batch of many payments has many causes, and a span has one parent: the others are links.',
    "tracer.startSpan('process_batch', { kind: SpanKind.CONSUMER, root: true, links: causes.map((cause) => ({ context: cause })), attributes: { 'messaging.batch.message_count': batch.length } }), active while the scorer is asked: context.with(trace.setSpan(context.active(), span), …); failSpan(span, error) of @lab/instrumentation in catch, span.end() in finally.",
  ],
  deadlineSeconds: 60,
  async check(lab) {
    const payments = await Promise.all(
      Array.from({ length: lab.draws.integer('deferred', 3, 6) }, () =>
        pay(lab, { merchant: 'm-check', deferred: true }),
      ),
    );
    for (const payment of payments) mustBe(202, payment);
    return firstFailure(
      () => linksAll(lab, payments),
      () => showsItsFailure(lab),
    );
  },
};

async function linksAll(lab: CheckContext, payments: readonly AnsweredPayment[]): Promise<Finding> {
  const since = Math.min(...payments.map(({ sentAt }) => sentAt));
  let batches: readonly Batch[] = [];
  await poll(
    async () => {
      batches = await batchesSince(lab, since);
      const linked = payments.every(({ traceId }) => linkTo(batches, traceId) !== undefined);
      return (linked && batches.every(({ below }) => below)) || undefined;
    },
    { timeoutMs: LIMIT_MS, intervalMs: 500, waitingFor: 'the batch', signal: lab.signal },
  ).catch(() => lab.signal.throwIfAborted());

  const looked = {
    expected: `CONSUMER spans ${BATCH} of gateway, each in a trace of its own, with links to the ${payments.length} payments that were deferred, and POST /score/batch of scorer below`,
    lookAt: batches[0] === undefined ? `spans ${BATCH} of service gateway` : traceAt(lab, batches[0].traceId),
  };
  if (batches.length === 0)
    return fails({ ...looked, seen: `no span ${BATCH} of gateway since the payments were deferred` });
  const missing = payments.filter(({ traceId }) => linkTo(batches, traceId) === undefined);
  const swallowed = batches.find(({ traceId }) => payments.some((payment) => payment.traceId === traceId));
  if (swallowed !== undefined)
    return fails({
      ...looked,
      seen: `${BATCH} is part of the trace of one of the payments, ${swallowed.traceId}, as if it did not work for the others`,
    });
  if (missing.length > 0)
    return fails({ ...looked, seen: `links to ${payments.length - missing.length} of ${payments.length}` });
  const dangling = await danglingLink(lab, batches, payments);
  const whole = batches.every(
    ({ span, below }) => span.kind === 'consumer' && below && span.parentSpanId === undefined,
  );
  return found(dangling === undefined && whole, {
    ...looked,
    seen:
      dangling ??
      batches
        .map(
          ({ span, below }) =>
            `kind ${span.kind}, ${span.links.length} links, ${below ? 'POST /score/batch below' : 'nothing of scorer below'}`,
        )
        .join('\n'),
  });
}

interface Batch {
  readonly traceId: string;
  readonly span: TraceSpan;
  /** Whether the scorer's span is in the same trace. */
  readonly below: boolean;
}

async function batchesSince({ engines }: CheckContext, since: number): Promise<Batch[]> {
  const ids = await engines.traces.search({ service: 'gateway', name: BATCH }, since);
  const traces = await Promise.all(
    ids.map(async (traceId) => ({ traceId, spans: (await engines.traces.trace(traceId)) ?? [] })),
  );
  return traces.flatMap(({ traceId, spans }) => {
    const span = spanOf(spans, 'gateway', BATCH);
    const scored = spanOf(spans, 'scorer', 'POST /score/batch');
    // Both ways of asking the scorer are right: with a client span between, and without.
    return span === undefined ? [] : [{ traceId, span, below: scored?.parentSpanId !== undefined }];
  });
}

/** Nobody is answered with a batch's error: where its span does not tell, nothing does. */
async function showsItsFailure(lab: CheckContext): Promise<Finding> {
  const payment = await pay(lab, { merchant: 'm-check', deferred: true, fails: 'look_up_merchant' });
  mustBe(202, payment);
  let batch: Batch | undefined;
  await poll(
    async () => {
      const batches = await batchesSince(lab, payment.sentAt);
      batch = batches.find(({ span }) => span.links.some(({ traceId }) => traceId === payment.traceId));
      return batch !== undefined || undefined;
    },
    { timeoutMs: LIMIT_MS, intervalMs: 500, waitingFor: 'the batch that fails', signal: lab.signal },
  ).catch(() => lab.signal.throwIfAborted());
  return found(batch?.span.failed === true, {
    expected: `status ERROR on the span ${BATCH} of a payment whose merchant could not be looked up`,
    seen:
      batch === undefined
        ? `no span ${BATCH} with a link to that payment: is it ended where the work throws?`
        : 'a span without an error',
    lookAt: traceAt(lab, batch?.traceId ?? payment.traceId),
  });
}

const linkTo = (batches: readonly Batch[], traceId: string) =>
  batches.flatMap(({ span }) => span.links).find((link) => link.traceId === traceId);

/** A link has to lead to a span that is there: of the gateway, in the payment's trace. */
async function danglingLink(
  lab: CheckContext,
  batches: readonly Batch[],
  payments: readonly AnsweredPayment[],
): Promise<string | undefined> {
  for (const { traceId } of payments) {
    const link = linkTo(batches, traceId);
    const leads = (spans: readonly TraceSpan[]): boolean =>
      spans.some(({ service, spanId }) => service === 'gateway' && spanId === link?.spanId);
    const spans = await storedTrace(lab, traceId, leads);
    if (!leads(spans))
      return `the link to trace ${traceId} leads to span ${link?.spanId}, which is none of gateway's`;
  }
  return undefined;
}
