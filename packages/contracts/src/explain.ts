import Type, { type Static } from 'typebox';

/** What a prediction was made from, as its event tells it: the transaction, and what is known of the customer. */
export const PredictionFeatures = Type.Object(
  {
    amount: Type.Number(),
    merchant_category: Type.String(),
    hour_of_day: Type.Number(),
    distance_from_home_km: Type.Number(),
    card_present: Type.Boolean(),
    account_age_days: Type.Number(),
    transactions_last_hour: Type.Number(),
    transactions_last_day: Type.Number(),
    average_amount_30d: Type.Number(),
    chargebacks_last_90d: Type.Number(),
    days_since_last_transaction: Type.Number(),
  },
  { $id: 'PredictionFeatures' },
);
export type PredictionFeatures = Static<typeof PredictionFeatures>;

const Contribution = Type.Object({
  feature_name: Type.String(),
  value: Type.Union([Type.Number(), Type.String(), Type.Boolean()]),
  contribution: Type.Number({ description: 'what the feature adds to the score' }),
  standard_error: Type.Number({ description: 'how far sampling may have put it from its true value' }),
});

/** Why a score is what it is: `baseline` plus every contribution is `score`. */
export const Explanation = Type.Object(
  {
    method: Type.Literal('sampled_shapley'),
    baseline: Type.Number({ description: 'mean score of the reference that the features are compared with' }),
    score: Type.Number(),
    contributions: Type.Array(Contribution, { description: 'the one that moved the score most comes first' }),
  },
  { $id: 'Explanation' },
);
export type Explanation = Static<typeof Explanation>;

/** POST /explain of the inference service: predictions of one version, explained without being made again. */
export const ExplainRequest = Type.Object(
  {
    model_version: Type.String({ pattern: '^[1-9][0-9]{0,8}$' }),
    predictions: Type.Array(PredictionFeatures, { minItems: 1, maxItems: 64 }),
  },
  { $id: 'ExplainRequest', additionalProperties: false },
);
export type ExplainRequest = Static<typeof ExplainRequest>;

export const ExplainResponse = Type.Object(
  {
    model_name: Type.String(),
    model_version: Type.String(),
    explanations: Type.Array(Explanation, { description: 'in the order of the request' }),
  },
  { $id: 'ExplainResponse' },
);
export type ExplainResponse = Static<typeof ExplainResponse>;
