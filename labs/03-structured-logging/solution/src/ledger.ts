/** Books refunds. It knows nothing of HTTP; its lines have the ids of the request all the same. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { log } from './log.ts';

export interface Refund {
  readonly order_id: string;
  readonly customer_id: string;
  readonly email: string;
  readonly card_number: string;
  /** In euros. */
  readonly amount: number;
  /** What the customer has written: free text, with anything in it. */
  readonly note: string;
}

const LIMIT_EUR = 1000;
const BOOKING_MS = 40;

/** Why the ledger did not book: one of a few reasons, and a sentence that quotes what it was given. */
export class LedgerRefusal extends Error {
  override readonly name = 'LedgerRefusal';
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** @returns the booking's reference. @throws LedgerRefusal */
export async function book(refund: Refund): Promise<string> {
  await delay(BOOKING_MS);
  log('info', 'ledger_booking', 'booking in the ledger', { order_id: refund.order_id });
  if (refund.amount > LIMIT_EUR)
    throw new LedgerRefusal(
      'limit_exceeded',
      `card ${refund.card_number} of ${refund.email} is over its limit of ${LIMIT_EUR} EUR`,
    );
  return randomUUID();
}
