import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import type { TraceSpan } from '@lab/engine-clients';
import { mustBe, pay } from './payments.ts';
import { spanOf, storedTrace, traceAt } from './stored.ts';

export const errors: Task = {
  id: 'errors',
  title: 'Show errors where they happen',
  needs: ['propagation'],
  hints: [
    'Send a payment with the header x-lab-fails: ask_model. The answer is 200. What does the span ask_model say, and who has swallowed the error before the span could see it?',
    'withSpan marks a span whose work throws. Work that catches its own error has succeeded, as far as the span knows. What can be done without the answer has to be decided outside of the span.',
    'Let askModel throw, with the span around the whole attempt; in score(): const answer = await askModel(…).catch(() => undefined).',
  ],
  deadlineSeconds: 60,
  check: (lab) =>
    firstFailure(
      () => savedByRules(lab),
      () => refused(lab),
    ),
};

const errorOf = (span: TraceSpan | undefined): string => {
  if (span === undefined) return 'missing';
  const exceptions = span.events.filter(({ name }) => name === 'exception').length;
  return `${span.failed ? 'error' : 'no error'}, ${exceptions} exception events`;
};
const toldAll = (span: TraceSpan | undefined): boolean =>
  span?.failed === true && span.events.some(({ name }) => name === 'exception');

async function savedByRules(lab: CheckContext): Promise<Finding> {
  const payment = await pay(lab, { merchant: 'm-check', fails: 'ask_model' });
  mustBe(200, payment);
  const spans = await storedTrace(
    lab,
    payment.traceId,
    (all) =>
      spanOf(all, 'gateway', 'POST /payments') !== undefined &&
      spanOf(all, 'scorer', 'POST /score') !== undefined,
  );
  const attempt = spanOf(spans, 'scorer', 'ask_model');
  const others = spans.filter((span) => span.failed && span.spanId !== attempt?.spanId);
  return found(toldAll(attempt) && others.length === 0 && payment.decision.decided_by === 'rules', {
    expected:
      'a payment whose model failed, and which the rules decided: span ask_model with status ERROR and an exception event, no error anywhere else, answered 200 with decided_by rules',
    seen: `ask_model: ${errorOf(attempt)}; errors elsewhere: ${others.map(({ service, name }) => `${service} ${name}`).join(', ') || 'none'}; decided_by ${payment.decision.decided_by}`,
    lookAt: traceAt(lab, payment.traceId),
  });
}

async function refused(lab: CheckContext): Promise<Finding> {
  const payment = await pay(lab, { merchant: 'm-check', fails: 'look_up_merchant' });
  mustBe(502, payment);
  const failing = [
    ['gateway', 'POST /payments'],
    ['scorer', 'POST /score'],
    ['scorer', 'look_up_merchant'],
  ] as const;
  const spans = await storedTrace(lab, payment.traceId, (all) =>
    failing.every(([service, name]) => spanOf(all, service, name) !== undefined),
  );
  const found3 = failing.map(([service, name]) => spanOf(spans, service, name));
  return found(found3.every((span) => span?.failed === true) && toldAll(found3[2]), {
    expected:
      'a payment that failed in look_up_merchant: that span with status ERROR and an exception event, and both server spans with status ERROR',
    seen: failing.map(([service, name], index) => `${service} ${name}: ${errorOf(found3[index])}`).join('\n'),
    lookAt: traceAt(lab, payment.traceId),
  });
}
