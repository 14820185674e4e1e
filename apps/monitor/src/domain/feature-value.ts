import { amountToAverageRatio } from '@lab/model/features';

/**
 * The value of a profile's feature in an event. Profiles name what the model sees; the one input that is computed on the
 * way is computed here the same way.
 */
export function featureValue(features: Readonly<Record<string, unknown>>, name: string): unknown {
  if (name !== 'amount_to_average_ratio' || name in features) return features[name];
  const { amount, average_amount_30d: average } = features;
  return typeof amount === 'number' && typeof average === 'number'
    ? amountToAverageRatio(amount, average)
    : undefined;
}
