import type { World } from '@lab/model/world';
import { prediction, type TestRecord } from './otlp-logs.ts';

export interface WorldOptions {
  /** Time of the newest prediction; the others lie before it, 20 a second. */
  readonly until?: number;
  /** What the model answers to a transaction whose true probability of fraud is `p`. */
  readonly score?: (p: number) => number;
  readonly change?: Record<string, unknown>;
}

/** Predictions of a synthetic world, as a model that knows the truth would make them. */
export function worldPredictions(
  world: World,
  rows: number,
  options: WorldOptions = {},
): (TestRecord & { readonly isFraud: boolean })[] {
  const { until = Date.now(), score = (p) => p, change = {} } = options;
  return Array.from({ length: rows }, (_, row) => {
    const time = until - (rows - 1 - row) * 50;
    const { transaction, userFeatures, fraudProbability, isFraud } = world.nextTransaction(new Date(time));
    const { user_id, amount, merchant_category, hour_of_day, distance_from_home_km, card_present } =
      transaction;
    const probability = Math.min(1, Math.max(0, score(fraudProbability)));
    return {
      isFraud,
      ...prediction(
        {
          user_id_hash: `hash of ${user_id}`,
          prediction_score: probability,
          prediction: probability >= 0.5 ? 'decline' : 'approve',
          features: {
            amount,
            merchant_category,
            hour_of_day,
            distance_from_home_km,
            card_present,
            ...userFeatures,
          },
          ...change,
        },
        time,
      ),
    };
  });
}
