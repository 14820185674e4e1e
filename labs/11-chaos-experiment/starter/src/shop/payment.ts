import Type, { type Static } from 'typebox';

export const Payment = Type.Object(
  {
    user_id: Type.String({ pattern: '^user_[0-9]{6}$' }),
    amount: Type.Number({ minimum: 0, maximum: 1_000_000, description: 'EUR' }),
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
  },
  { additionalProperties: false },
);
export type Payment = Static<typeof Payment>;

export type Decision = 'approve' | 'review' | 'decline';
