import Type, { type Static } from 'typebox';
import { Explanation } from './explain.ts';

/**
 * POST /predict of the inference service: a card transaction in, a decision out.
 *
 * The category is text, not an enumeration: a category that the model has never seen is a fact about the world
 * that data-quality monitoring must count, not a reason to refuse the customer.
 */
export const PredictRequest = Type.Object(
  {
    transaction_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' })),
    user_id: Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' }),
    amount: Type.Number({ minimum: 0, maximum: 1_000_000, description: 'EUR' }),
    merchant_category: Type.String({ minLength: 1, maxLength: 40, pattern: '^[a-z_]+$' }),
    hour_of_day: Type.Integer({ minimum: 0, maximum: 23, description: 'local hour of the purchase' }),
    distance_from_home_km: Type.Number({ minimum: 0, maximum: 20_100 }),
    card_present: Type.Boolean(),
  },
  { $id: 'PredictRequest', additionalProperties: false },
);
export type PredictRequest = Static<typeof PredictRequest>;

export const PredictResponse = Type.Object(
  {
    prediction_id: Type.String(),
    transaction_id: Type.Optional(Type.String()),
    model_name: Type.String(),
    model_version: Type.String(),
    probability: Type.Number({ minimum: 0, maximum: 1 }),
    decision: Type.Union([Type.Literal('approve'), Type.Literal('review'), Type.Literal('decline')]),
    features_source: Type.Union([Type.Literal('online'), Type.Literal('default')]),
    /** With `?explain=true`. */
    explanation: Type.Optional(Explanation),
    /** Why there is none although it was asked for; the prediction stands. */
    explanation_error: Type.Optional(Type.Object({ code: Type.String(), message: Type.String() })),
  },
  { $id: 'PredictResponse' },
);
export type PredictResponse = Static<typeof PredictResponse>;
