import { askIssuer, type IssuerBehaviour } from './issuer.ts';
import type { Model } from './model.ts';
import type { Score, ScoreRequest } from './transaction.ts';

/**
 * Asks the issuer whether the card is good, then the model whether the payment is.
 * @throws DependencyError where one of them does not answer
 */
export async function score(
  { issuer, channel: _channel, ...transaction }: ScoreRequest,
  behaviour: IssuerBehaviour,
  model: Model,
): Promise<Score> {
  await askIssuer(issuer, behaviour);
  return await model.predict(transaction);
}
