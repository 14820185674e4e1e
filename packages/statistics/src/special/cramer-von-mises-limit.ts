import { logGamma } from './gamma.ts';

/** scipy's series ends where a term falls below this; kept, so that the last digits agree. */
const SMALLEST_TERM = 1e-7;

/**
 * P(ω² ≤ x) for the limit of the Cramér-von Mises statistic, by equation 1.2 of Csörgő and Faraway (J. R. Stat. Soc. B
 * 58, 1996) as in scipy's `_cdf_cvm_inf`. Good to 1e-7; not for x above 4, where only the difference from 1 matters.
 */
export function cramerVonMisesLimitCdf(x: number): number {
  let sum = 0;
  for (let k = 0; ; k += 1) {
    const y = 4 * k + 1;
    const q = y ** 2 / (16 * x);
    const scale = Math.exp(logGamma(k + 0.5) - logGamma(k + 1)) / (Math.PI ** 1.5 * Math.sqrt(x));
    const term = scale * Math.sqrt(y) * Math.exp(-2 * q) * scaledBesselK(0.25, q);
    sum += term;
    if (Math.abs(term) < SMALLEST_TERM) return sum;
  }
}

const STEP = 1 / 16;

/**
 * eˣ K_ν(x), the scaled modified Bessel function of the second kind, by the trapezoidal rule on
 * ∫₀^∞ exp(-x (cosh t - 1)) cosh(νt) dt (DLMF 10.32.9), whose error falls faster than any power of the step.
 */
export function scaledBesselK(order: number, x: number): number {
  let sum = 0.5;
  for (let t = STEP; ; t += STEP) {
    const term = Math.exp(-2 * x * Math.sinh(t / 2) ** 2) * Math.cosh(order * t);
    sum += term;
    if (term < 1e-18 * sum) return sum * STEP;
  }
}
