import type { PredictionFeatures } from '@lab/contracts';
import {
  amountToAverageRatio,
  encodeFeatures,
  type Transaction,
  type UserFeatures,
} from '@lab/model/features';

/** A prediction that is to be explained: what it was made from, in words and as the model's inputs. */
export interface ExplainedInput {
  readonly features: PredictionFeatures;
  readonly row: Float32Array;
}

/** The words of an event and of a request are those of the transaction and of the customer's features together. */
export const explainedInput = (features: PredictionFeatures): ExplainedInput => ({
  features,
  row: encodeFeatures(features as unknown as Transaction, features as UserFeatures),
});

/** The value under its name in the reference profile, that which is computed on the way included. */
export function inputValue({ features }: ExplainedInput, name: string): number | string | boolean {
  if (name === 'amount_to_average_ratio') {
    return amountToAverageRatio(features.amount, features.average_amount_30d);
  }
  return features[name as keyof PredictionFeatures];
}
