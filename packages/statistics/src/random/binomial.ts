import { stirlingCorrection } from '../special/gamma.ts';
import type { Sfc32 } from './sfc32.ts';

/** Below this mean counting the gaps between successes is quicker than rejection, which is made for bell shapes. */
const SMALLEST_BELL = 10;

/** Successes in `trials`: by rejection (BTRS; Hörmann, 1993) in time that does not grow with the trials. */
export function drawBinomial(trials: number, probability: number, random: Sfc32): number {
  if (probability > 0.5) return trials - drawBinomial(trials, 1 - probability, random);
  if (trials <= 0 || probability <= 0) return 0;
  return trials * probability < SMALLEST_BELL
    ? countGaps(trials, probability, random)
    : rejectFromBell(trials, probability, random);
}

/** Gaps between successes are geometric. */
function countGaps(trials: number, probability: number, random: Sfc32): number {
  const logOfFailure = Math.log1p(-probability);
  let successes = 0;
  for (let at = 0; ; successes += 1) {
    at += Math.floor(Math.log(1 - random.uniform()) / logOfFailure) + 1;
    if (at > trials) return successes;
  }
}

/** Names as in the paper; needs probability <= 0.5. */
function rejectFromBell(n: number, p: number, random: Sfc32): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const quickAccept = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const odds = p / (1 - p);
  const mode = Math.floor((n + 1) * p);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + centre);
    if (us >= 0.07 && v <= quickAccept) return k;
    if (!(k >= 0 && k <= n)) continue;
    const bound =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      stirlingCorrection(mode + 1) +
      stirlingCorrection(n - mode + 1) -
      stirlingCorrection(k + 1) -
      stirlingCorrection(n - k + 1);
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= bound) return k;
  }
}
