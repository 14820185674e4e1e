import type { Decision, Payment } from '../shared/payment.ts';
import { type Weather, weather } from '../shared/weather.ts';
import type { Model } from './model.ts';
import { matchingRules } from './rules.ts';

/** Looks the merchant up, asks the model, and decides. Where the model does not answer, the rules decide alone. */
export async function score(payment: Payment, conditions: Weather, model: Model): Promise<Decision> {
  await lookUpMerchant(conditions);
  const answer = await askModel(payment, conditions, model);
  return decide(payment, answer, conditions);
}

/** What is known of the merchant; in this lab, that there is one. */
async function lookUpMerchant(conditions: Weather): Promise<void> {
  await weather('look_up_merchant', conditions);
}

/** Undefined where the model gives no answer: a payment is not refused because of that. */
async function askModel(
  payment: Payment,
  conditions: Weather,
  model: Model,
): Promise<Decision['decision'] | undefined> {
  try {
    await weather('ask_model', conditions);
    return await model.predict(payment);
  } catch {
    return undefined;
  }
}

async function decide(
  payment: Payment,
  answer: Decision['decision'] | undefined,
  conditions: Weather,
): Promise<Decision> {
  await weather('decide', conditions);
  const rules = matchingRules(payment);
  const decision = rules.length > 0 ? 'review' : (answer ?? 'approve');
  return { decision, rules, decided_by: answer === undefined ? 'rules' : 'model' };
}
