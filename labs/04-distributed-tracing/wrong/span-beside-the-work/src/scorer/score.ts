import { withSpan } from '@lab/instrumentation';
import type { Decision, Payment } from '../shared/payment.ts';
import { type Weather, weather } from '../shared/weather.ts';
import type { Model } from './model.ts';
import { matchingRules } from './rules.ts';

/** Looks the merchant up, asks the model, and decides. Where the model does not answer, the rules decide alone. */
export async function score(payment: Payment, conditions: Weather, model: Model): Promise<Decision> {
  await lookUpMerchant(payment, conditions);
  // The span ends with the attempt, and fails with it; that we can do without the answer is decided outside of it.
  const answer = await askModel(payment, conditions, model).catch(() => undefined);
  return decide(payment, answer, conditions);
}

const known = ({ merchant }: Payment) => ({ 'payment.merchant': merchant });

/** What is known of the merchant; in this lab, that there is one. */
function lookUpMerchant(payment: Payment, conditions: Weather): Promise<void> {
  return withSpan('look_up_merchant', known(payment), () => weather('look_up_merchant', conditions));
}

/** @throws Error where the model gives no answer */
function askModel(payment: Payment, conditions: Weather, model: Model): Promise<Decision['decision']> {
  return withSpan('ask_model', known(payment), async () => {
    await weather('ask_model', conditions);
    return await model.predict(payment);
  });
}

async function decide(
  payment: Payment,
  answer: Decision['decision'] | undefined,
  conditions: Weather,
): Promise<Decision> {
  await weather('decide', conditions);
  return withSpan('decide', known(payment), async (span) => {
    const rules = matchingRules(payment);
    for (const rule of rules) span.addEvent('rule_matched', { 'rule.name': rule });
    const decision = rules.length > 0 ? 'review' : (answer ?? 'approve');
    span.setAttribute('decision.result', decision);
    return { decision, rules, decided_by: answer === undefined ? 'rules' : 'model' };
  });
}
