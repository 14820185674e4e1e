import { incompleteBeta } from './beta.ts';
import { upperGamma } from './gamma.ts';

/** P(X ≥ x) for chi-square with `degrees` of freedom: scipy's `chi2.sf`. NaN where there is no degree of freedom. */
export function chiSquareUpperTail(x: number, degrees: number): number {
  return degrees > 0 ? upperGamma(degrees / 2, x / 2) : Number.NaN;
}

/** P(Z ≥ z) for the standard normal: scipy's `norm.sf`, with all its digits in the upper tail. */
export function normalUpperTail(z: number): number {
  return z >= 0 ? normalTwoTails(z) / 2 : 1 - normalTwoTails(z) / 2;
}

/** P(|Z| ≥ |z|) for the standard normal; erfc(|z| / √2) is Q(1/2, z²/2) (DLMF 7.11.2). */
export function normalTwoTails(z: number): number {
  return upperGamma(0.5, (z * z) / 2);
}

/** P(|T| ≥ |t|) for Student's t: scipy's `2 * t.sf(abs(t), degrees)` (DLMF 8.17 and Abramowitz and Stegun 26.5.27). */
export function studentTwoTails(t: number, degrees: number): number {
  if (Number.isNaN(t) || !(degrees > 0)) return Number.NaN;
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return 0;
  return incompleteBeta(degrees / 2, 0.5, degrees / (degrees + square), square / (degrees + square));
}
