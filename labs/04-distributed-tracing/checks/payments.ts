import { randomBytes } from 'node:crypto';
import type { LabContext } from '@lab/course/lab';
import type { Decision } from '../starter/src/shared/payment.ts';
import type { Step } from '../starter/src/shared/weather.ts';

export interface SentPayment {
  readonly merchant: string;
  readonly amount?: number;
  readonly country?: string;
  readonly slow?: { readonly step: Step; readonly milliseconds: number };
  readonly fails?: Step;
  /** The caller's trace; a new one unless told. */
  readonly traceId?: string;
  /** The caller's span. */
  readonly spanId?: string;
  readonly deferred?: boolean;
}

export interface AnsweredPayment {
  readonly status: number;
  readonly traceId: string;
  /** Parent of the gateway's span. */
  readonly callersSpanId: string;
  readonly decision: Partial<Decision>;
  /** Seconds since the epoch, just before it was sent. */
  readonly sentAt: number;
}

const LIMIT_MS = 15_000;

export const newTraceId = (): string => randomBytes(16).toString('hex');
export const newSpanId = (): string => randomBytes(8).toString('hex');

/** Sends a payment to the learner's gateway, as a caller that traces. */
export async function pay(
  { workbench }: Pick<LabContext, 'workbench'>,
  payment: SentPayment,
): Promise<AnsweredPayment> {
  const { traceId = newTraceId(), spanId = newSpanId(), slow, fails } = payment;
  const sentAt = Date.now() / 1000;
  const path = payment.deferred === true ? '/payments/deferred' : '/payments';
  const response = await fetch(`${workbench.service}${path}`, {
    method: 'POST',
    signal: AbortSignal.timeout(LIMIT_MS),
    headers: {
      'content-type': 'application/json',
      traceparent: `00-${traceId}-${spanId}-01`,
      ...(slow === undefined ? {} : { 'x-lab-slow': `${slow.step}=${slow.milliseconds}` }),
      ...(fails === undefined ? {} : { 'x-lab-fails': fails }),
    },
    body: JSON.stringify({
      user_id: 'user_000042',
      merchant: payment.merchant,
      amount: payment.amount ?? 42.5,
      country: payment.country ?? 'DE',
    }),
  }).catch((error: unknown) => {
    throw new Error(`the gateway gives no answer at ${workbench.service}: see logs/gateway.log`, {
      cause: error,
    });
  });
  // A service in the making may answer anything.
  const decision = (await response.json().catch(() => ({}))) as Partial<Decision>;
  return { status: response.status, traceId, callersSpanId: spanId, decision, sentAt };
}

/** @throws Error where the answer has another status: then its trace says nothing */
export function mustBe(status: number, { status: seen }: AnsweredPayment): void {
  if (seen !== status)
    throw new Error(
      `a payment that should be answered with ${status} was answered with ${seen}: see the services' logs in logs/`,
    );
}
