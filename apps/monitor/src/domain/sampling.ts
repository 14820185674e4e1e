import { hashText } from './hash-text.ts';

/** One prediction in so many is kept for the long memory of a model. */
const SAMPLED_ONE_IN = 64;

/** Decided by the id alone, so that every replica and every repeated delivery decides alike. */
export const isSampled = (predictionId: string): boolean => hashText(predictionId) % SAMPLED_ONE_IN === 0;
