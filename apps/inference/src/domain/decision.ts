import { decisionAt, type ModelManifest } from '@lab/model/repository';

/** For a model without a manifest: its score is taken for a probability, and only the clear cases are touched. */
const DEFAULT_THRESHOLDS: ModelManifest['thresholds'] = { review: 0.5, decline: 0.9 };

export const decide = (probability: number, thresholds = DEFAULT_THRESHOLDS) =>
  decisionAt(probability, thresholds);
