import type { PREDICTION_TYPES } from '@lab/catalogue';
import type { Decision } from './prediction-event.ts';

type PredictionType = (typeof PREDICTION_TYPES)[number];

/**
 * A declined payment was called fraud. A reviewed one was let through: what the reviewer found is not known here, and the
 * model card measures its quality the same way.
 */
export const isCalledFraud = (decision: Decision): boolean => decision === 'decline';

export function predictionType(decision: Decision, isFraud: boolean): PredictionType {
  if (isCalledFraud(decision)) return isFraud ? 'true_positive' : 'false_positive';
  return isFraud ? 'false_negative' : 'true_negative';
}

/**
 * EUR that a decision moved, never negative; its type says in which direction.
 *
 * - true positive: the amount, a fraud that was not paid out;
 * - false negative: the amount, a fraud that was;
 * - false positive: `amount · margin`, what the declined good payment would have earned;
 * - true negative: `amount · margin`, what the approved good payment has earned.
 *
 * Value of the model = true positives + true negatives − false positives − false negatives.
 */
export function revenueImpact(type: PredictionType, amount: number, margin: number): number {
  return type === 'true_positive' || type === 'false_negative' ? amount : amount * margin;
}
