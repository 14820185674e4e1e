// The exact distribution of the two-sided one-sample Kolmogorov-Smirnov statistic D_n, with the choice of algorithm by
// Simard and L'Ecuyer ("Computing the Two-Sided Kolmogorov-Smirnov Distribution", J. Stat. Soft. 39, 2011) as in scipy's
// _ksstats.py. Where scipy uses Pomeranz' recursion (n ≤ 140) Durbin's matrix is used here; both are exact.

import { binomialProbability } from './binomial.ts';
import { stirlingCorrection } from './gamma.ts';
import { durbinProbability } from './kolmogorov-durbin.ts';
import { pelzGoodProbability } from './kolmogorov-pelz-good.ts';

/** From here on the sum of n terms takes too long, and the limit is good to scipy's own digits. */
const LARGEST_SUM = 1_000_000;
const SMALL_SAMPLE = 140;

/** P(D_n ≥ d), scipy's `kstwo.sf(d, n)`. */
export function kolmogorovUpperTail(n: number, d: number): number {
  if (d <= 0.5 / n) return 1;
  if (d >= 1) return 0;
  const steps = n * d;
  if (steps <= 1) return 1 - firstStepProbability(n, 2 * steps - 1);
  if (steps >= n - 1) return Math.min(1, 2 * (1 - d) ** n);
  if (d >= 0.5) return twoSided(n, d);
  return n <= SMALL_SAMPLE ? smallSampleTail(n, d) : largeSampleTail(n, d);
}

/** Ruben and Gambino: n! (2nd - 1)ⁿ / nⁿ for 1/2n ≤ d ≤ 1/n. */
function firstStepProbability(n: number, base: number): number {
  if (n > SMALL_SAMPLE) {
    const logFactorialOverPower = 0.5 * Math.log(2 * Math.PI * n) - n + stirlingCorrection(n);
    return Math.exp(logFactorialOverPower + n * Math.log(base));
  }
  let product = 1;
  for (let factor = 1; factor <= n; factor += 1) product *= (factor / n) * base;
  return product;
}

function smallSampleTail(n: number, d: number): number {
  return n * d * d <= 4 ? clip(1 - durbinProbability(n, d)) : twoSided(n, d);
}

function largeSampleTail(n: number, d: number): number {
  const scaledSquare = n * d * d;
  if (scaledSquare >= 370) return 0;
  if (scaledSquare >= 2.2) return twoSided(n, d);
  if (n <= 100_000 && n * d ** 1.5 <= 1.4) return clip(1 - durbinProbability(n, d));
  return clip(1 - pelzGoodProbability(n, d));
}

function twoSided(n: number, d: number): number {
  return Math.min(1, 2 * smirnovUpperTail(n, d));
}

/**
 * P(D⁺_n ≥ d), one-sided, by Birnbaum and Tingey's sum (1951), whose terms are binomial probabilities:
 * d Σ C(n, v) pᵛ (1 - p)ⁿ⁻ᵛ / p with p = d + v/n.
 */
export function smirnovUpperTail(n: number, d: number): number {
  if (n > LARGEST_SUM) return Math.exp(-((6 * n * d + 1) ** 2) / (18 * n));
  let sum = 0;
  const last = Math.floor(n * (1 - d));
  for (let v = 0; v <= last; v += 1) {
    const p = d + v / n;
    const q = 1 - p;
    if (q > 0) sum += binomialProbability(v, n, p, q) / p;
  }
  return d * sum;
}

function clip(probability: number): number {
  return Math.min(1, Math.max(0, probability));
}
