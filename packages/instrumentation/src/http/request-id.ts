import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { PersonalDataFilter } from '../logging/personal-data.ts';

export const REQUEST_ID_HEADER = 'x-request-id';
const ACCEPTED = /^[A-Za-z0-9_-]{8,64}$/;
const personalData = new PersonalDataFilter('');

/**
 * The caller's `x-request-id` where it is one, a new UUID where it is missing, malformed, or looks like a card or
 * phone number: the id is copied into every line of the request and into the answer.
 */
export function requestIdOf(message: Pick<IncomingMessage, 'headers'>): string {
  const given = message.headers[REQUEST_ID_HEADER];
  if (typeof given === 'string' && ACCEPTED.test(given) && personalData.filterText(given) === given)
    return given;
  return randomUUID();
}
