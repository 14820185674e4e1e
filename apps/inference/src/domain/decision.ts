export interface Thresholds {
  readonly review: number;
  readonly decline: number;
}

/** For a model without a manifest: its score is taken for a probability, and only the clear cases are touched. */
const DEFAULT_THRESHOLDS: Thresholds = { review: 0.5, decline: 0.9 };

export function decide(
  probability: number,
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
): 'approve' | 'review' | 'decline' {
  if (probability >= thresholds.decline) return 'decline';
  return probability >= thresholds.review ? 'review' : 'approve';
}
