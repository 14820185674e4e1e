import type { ModelManifest } from './manifest.ts';

export type Decision = 'approve' | 'review' | 'decline';

/** What a score means for the payment: at the decline threshold and above it is declined, from the review threshold reviewed. */
export function decisionAt(score: number, { review, decline }: ModelManifest['thresholds']): Decision {
  if (score >= decline) return 'decline';
  return score >= review ? 'review' : 'approve';
}
