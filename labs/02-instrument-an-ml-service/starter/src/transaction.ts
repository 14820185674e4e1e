import { PredictRequest } from '@lab/contracts';
import Type, { type Static } from 'typebox';

/** How a payment reached us. Closed: a request with another channel is refused. */
export const CHANNELS = ['web', 'app', 'terminal', 'partner', 'batch'] as const;

/** The categories that our model knows. Open: shops send what they like, and are answered. */
export const MERCHANT_CATEGORIES = [
  'grocery',
  'restaurant',
  'fuel',
  'fashion',
  'electronics',
  'travel',
  'gaming',
  'gift_cards',
] as const;

/** A payment as the model takes it, with the bank that issued the card and the channel that it came by. */
export const ScoreRequest = Type.Object(
  {
    ...PredictRequest.properties,
    issuer: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
    channel: Type.Enum([...CHANNELS]),
  },
  { additionalProperties: false },
);
export type ScoreRequest = Static<typeof ScoreRequest>;

export interface Score {
  readonly probability: number;
  readonly decision: string;
  readonly model_name: string;
  readonly model_version: string;
}
