import Type, { type Static } from 'typebox';

export const Payment = Type.Object(
  {
    user_id: Type.String({ pattern: '^user_[0-9]{6}$' }),
    merchant: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
    amount: Type.Number({ minimum: 0, maximum: 1_000_000, description: 'EUR' }),
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
  },
  { additionalProperties: false },
);
export type Payment = Static<typeof Payment>;

export interface Decision {
  readonly decision: 'approve' | 'review' | 'decline';
  /** Names of the rules that matched. */
  readonly rules: readonly string[];
  /** `rules` where the model gave no answer, and the rules decided alone. */
  readonly decided_by: 'model' | 'rules';
}
