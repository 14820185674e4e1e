import { logGamma, stirlingCorrection } from './gamma.ts';

const EPSILON = Number.EPSILON;
const TINY = 1e-300;
const STIRLING_FROM = 15;

/** Γ(a + b) / (Γ(a) Γ(b)) in logarithms, without the cancellation that a large `a` brings. */
function logInverseBeta(a: number, b: number): number {
  if (a < b) return logInverseBeta(b, a);
  if (a < STIRLING_FROM) return logGamma(a + b) - logGamma(a) - logGamma(b);
  const ratio =
    (a - 0.5) * Math.log1p(b / a) +
    b * Math.log(a + b) -
    b +
    stirlingCorrection(a + b) -
    stirlingCorrection(a);
  return ratio - logGamma(b);
}

/**
 * The regularised incomplete beta function I_x(a, b) (DLMF 8.17), for a, b > 0 and x + y = 1. Both x and y are asked
 * for, because the small one of the two carries the digits.
 */
export function incompleteBeta(a: number, b: number, x: number, y: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const logX = x > 0.5 ? Math.log1p(-y) : Math.log(x);
  const logY = y > 0.5 ? Math.log1p(-x) : Math.log(y);
  const front = Math.exp(a * logX + b * logY + logInverseBeta(a, b));
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(a, b, x)) / a;
  return 1 - (front * betaFraction(b, a, y)) / b;
}

/** DLMF 8.17.22 by the modified Lentz algorithm. */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; ; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < EPSILON) return fraction;
  }
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
