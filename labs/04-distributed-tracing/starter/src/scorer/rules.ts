import type { Payment } from '../shared/payment.ts';

const RULES: Readonly<Record<string, (payment: Payment) => boolean>> = {
  high_amount: ({ amount }) => amount > 5000,
  abroad: ({ country }) => country !== 'DE',
  round_amount: ({ amount }) => amount >= 1000 && amount % 1000 === 0,
};

/** Names of the rules that a payment matches. */
export const matchingRules = (payment: Payment): string[] =>
  Object.entries(RULES)
    .filter(([, matches]) => matches(payment))
    .map(([name]) => name);
