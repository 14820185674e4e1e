import type { CheckContext, LabContext, LearnerFiles } from '@lab/course/lab';
import type { Step } from '../starter/src/shared/weather.ts';
import { writeSpans } from './otlp.ts';
import { mustBe, newSpanId, pay, type SentPayment } from './payments.ts';

/** What a merchant of this learner complains about: one payment took more than two seconds, in one step. */
interface Complaint {
  readonly merchant: string;
  readonly traceId: string;
  readonly step: Step;
  readonly milliseconds: number;
}

export const complaintOf = ({ draws }: Pick<LabContext, 'draws'>): Complaint => ({
  merchant: `m-${draws.token('merchant', 6)}`,
  traceId: draws.token('slow trace', 32),
  step: draws.pick('slow step', SLOW_STEPS),
  milliseconds: draws.integer('slow milliseconds', 2200, 2900),
});

const SLOW_STEPS: readonly [Step, ...Step[]] = ['check_limits', 'look_up_merchant', 'decide'];

export const writeComplaint = (files: LearnerFiles, { merchant }: Complaint): Promise<void> =>
  files.write(
    'complaint.md',
    `# Ticket\n\nMerchant \`${merchant}\` writes: "Most of our payments go through at once. One took more than two seconds, and
the customer left." They do not know which one. Other merchants have slow payments too; this ticket is not about them.

The payments are sent when task 3 passes.
`,
  );

const QUICK = 6;

/** Sends the merchant's payments, and some of another, once: where the slow one is stored, they were sent. */
export async function sendComplaint(lab: CheckContext): Promise<void> {
  if (lab.notes.has(SENT)) return;
  await sendPayments(lab);
  lab.notes.set(SENT, true);
}

const SENT = 'the complaint was sent';

export async function sendPayments(lab: LabContext): Promise<void> {
  const { merchant, traceId, step, milliseconds } = complaintOf(lab);
  if ((await lab.engines.traces.trace(traceId)) !== undefined) return;
  const otherSteps = SLOW_STEPS.filter((other) => other !== step) as [Step, Step];
  const another = `m-${lab.draws.token('another merchant', 6)}`;
  const payments: readonly SentPayment[] = [
    ...Array.from({ length: QUICK }, (): SentPayment => ({ merchant })),
    { merchant, slow: { step: otherSteps[0], milliseconds: 250 } },
    { merchant: another, slow: { step: otherSteps[1], milliseconds: 2500 } },
    { merchant, traceId, slow: { step, milliseconds } },
  ];
  // One after the other: together they would make each other slow.
  for (const payment of payments) await fromTerminal(lab, payment);
}

/** The terminal in the shop has the trace's first span, as it would where the caller traces too. */
async function fromTerminal(lab: LabContext, payment: SentPayment): Promise<void> {
  const startedAt = Date.now();
  const spanId = newSpanId();
  const answered = await pay(lab, { ...payment, spanId });
  mustBe(200, answered);
  const durationMs = Date.now() - startedAt;
  await writeSpans(lab.endpoints.collectorOtlpHttp, 'terminal', [
    { traceId: answered.traceId, spanId, name: 'pay', startedAt, durationMs },
  ]);
}
