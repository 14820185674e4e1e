import { randomBytes } from 'node:crypto';

/** A payment that a check sends to the learner's service. */
export interface Payment {
  readonly channel: 'partner' | 'batch';
  readonly category?: string;
  readonly issuer?: string;
  readonly delayMs?: number;
  readonly issuerFails?: boolean;
  /** A request that the service has to refuse. */
  readonly invalid?: boolean;
  readonly traceId?: string;
}

export interface Answered {
  readonly status: number;
  /** From the caller's side. */
  readonly seconds: number;
  readonly modelVersion: string | undefined;
}

const LIMIT_MS = 15_000;
/** Customers that exist in every lab, so that the model finds what it knows of them. */
const CUSTOMERS = 1000;
let customer = 0;

export async function send(service: string, payment: Payment): Promise<Answered> {
  const { channel, category = 'electronics', issuer = 'bank-lab', delayMs = 0 } = payment;
  customer = (customer + 1) % CUSTOMERS;
  const startedAt = performance.now();
  const response = await fetch(`${service}/score`, {
    method: 'POST',
    signal: AbortSignal.timeout(LIMIT_MS),
    headers: {
      'content-type': 'application/json',
      'x-issuer-delay-ms': String(delayMs),
      ...(payment.issuerFails === true ? { 'x-issuer-fails': 'true' } : {}),
      ...(payment.traceId === undefined
        ? {}
        : { traceparent: `00-${payment.traceId}-${randomBytes(8).toString('hex')}-01` }),
    },
    body: JSON.stringify({
      user_id: `user_${String(customer).padStart(6, '0')}`,
      issuer,
      channel,
      amount: payment.invalid === true ? -1 : 40 + customer / 100,
      merchant_category: category,
      hour_of_day: 14,
      distance_from_home_km: 4,
      card_present: true,
    }),
  }).catch((error: unknown) => {
    throw new Error(`your service gives no answer at ${service}: see its log in logs/`, { cause: error });
  });
  const answer = await bodyOf(response);
  return {
    status: response.status,
    seconds: (performance.now() - startedAt) / 1000,
    modelVersion: answer.model_version,
  };
}

/** Empty where the answer is no JSON: a service in the making may answer anything. */
const bodyOf = async (response: Response) =>
  (await response.json().catch(() => ({}))) as { model_version?: string };

export const sendAll = (service: string, payments: readonly Payment[]): Promise<Answered[]> =>
  Promise.all(payments.map((payment) => send(service, payment)));

export const repeated = (count: number, payment: Payment): Payment[] =>
  Array.from({ length: count }, () => payment);

/** @throws Error where one was not answered as it should have been: then what is counted says nothing */
export function mustAnswer(answers: readonly Answered[], status: number): void {
  const other = answers.find((answer) => answer.status !== status);
  if (other !== undefined)
    throw new Error(
      `a payment that should be answered with ${status} was answered with ${other.status}: look at the service's log in logs/`,
    );
}
