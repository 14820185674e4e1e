import type { Decision, Payment } from './payment.ts';

/** What the shop decided by before it had a model. Less money is lost by it than by a customer who leaves. */
export function decideByRules({ amount, country }: Payment): Decision {
  if (amount > 5000) return 'decline';
  return amount > 500 && country !== 'DE' ? 'review' : 'approve';
}
