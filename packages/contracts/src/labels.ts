import Type, { type Static } from 'typebox';

/** POST /v1/labels of the monitor: what a prediction should have been, known hours or days later. */
export const LabelBatch = Type.Object(
  {
    labels: Type.Array(
      Type.Object(
        {
          prediction_id: Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' }),
          is_fraud: Type.Boolean(),
          labelled_at: Type.String({ format: 'date-time' }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 1000 },
    ),
  },
  { $id: 'LabelBatch', additionalProperties: false },
);
export type LabelBatch = Static<typeof LabelBatch>;
