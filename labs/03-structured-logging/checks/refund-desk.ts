/** The customers of the learner's service: refunds with ids and personal data that nobody has seen before. */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { CheckContext } from '@lab/course/lab';

const ANSWER_LIMIT_MS = 5000;
/** The ledger books up to 1000 euros. */
const ACCEPTED_EUR = 20;
const REFUSED_EUR = 1200;

export interface SentRefund {
  readonly orderId: string;
  readonly customerId: string;
  readonly email: string;
  /** Sixteen digits that pass the check of an issuer's number. */
  readonly cardNumber: string;
  readonly amount: number;
  /** A word in the note that harms nobody. */
  readonly parcel: string;
  readonly requestId: string;
  readonly traceId: string;
  readonly status: number;
  /** `x-request-id` of the answer. */
  readonly answeredId: string | null;
}

interface Wanted {
  readonly refused?: boolean;
  readonly customerId?: string;
  /** Without ids the service has to make one. */
  readonly withIds?: boolean;
}

/** Asks for a refund. @throws Error where the service does not answer */
export async function askForRefund(
  { workbench }: Pick<CheckContext, 'workbench'>,
  { refused = false, customerId = `user_${randomInt(1e5, 1e6)}`, withIds = true }: Wanted = {},
): Promise<SentRefund> {
  const facts = {
    orderId: `order_${randomBytes(6).toString('hex')}`,
    customerId,
    email: `${randomBytes(5).toString('hex')}.smith@example.org`,
    cardNumber: cardNumber(),
    amount: (refused ? REFUSED_EUR : ACCEPTED_EUR) + randomInt(1, 7000) / 100,
    parcel: `parcel-${randomBytes(4).toString('hex')}`,
    requestId: randomUUID(),
    traceId: randomBytes(16).toString('hex'),
  };
  const { email, cardNumber: card } = facts;
  const spaced = card.replace(/(\d{4})(?=\d)/g, '$1 ');
  const response = await answerOf(`${workbench.service}/refunds`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(withIds
        ? {
            'x-request-id': facts.requestId,
            traceparent: `00-${facts.traceId}-${randomBytes(8).toString('hex')}-01`,
          }
        : {}),
    },
    body: JSON.stringify({
      order_id: facts.orderId,
      customer_id: customerId,
      email,
      card_number: card,
      amount: facts.amount,
      note: `${facts.parcel} came broken. Write to ${email.toUpperCase()}, or pay back to ${spaced}!`,
    }),
  });
  await response.text();
  return { ...facts, status: response.status, answeredId: response.headers.get('x-request-id') };
}

/** @throws Error that says what is wrong with the connection: the one of fetch is a TypeError */
async function answerOf(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...request, signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    throw new Error(`POST ${url}: ${cause?.code ?? message}; logs/refunds.log says why`, { cause: error });
  }
}

function cardNumber(): string {
  const digits = `4${String(randomInt(1e13, 9e13))}0`.slice(0, 15);
  const sum = [...digits].reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
