import { normalUpperTail } from '../special/distributions.ts';

/** Coefficients of Abramowitz and Stegun 26.2.23, good to 4.5e-4: where the iteration starts. */
const NUMERATOR = [2.515517, 0.802853, 0.010328] as const;
const DENOMINATOR = [1, 1.432788, 0.189269, 0.001308] as const;

/** Each step of Halley's method triples the digits, so three go from 4 to more than a double has. */
const STEPS = 3;

/** The value that a standard normal stays below with this probability: scipy's `norm.ppf`. */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    if (probability === 0) return Number.NEGATIVE_INFINITY;
    return probability === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  }
  const tail = Math.min(probability, 1 - probability);
  const t = Math.sqrt(-2 * Math.log(tail));
  const top = NUMERATOR[0] + t * (NUMERATOR[1] + t * NUMERATOR[2]);
  const bottom = DENOMINATOR[0] + t * (DENOMINATOR[1] + t * (DENOMINATOR[2] + t * DENOMINATOR[3]));
  let z = t - top / bottom;
  for (let step = 0; step < STEPS; step += 1) {
    const newton = (normalUpperTail(z) - tail) * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2);
    z += newton / (1 - (z * newton) / 2);
  }
  return probability < 0.5 ? -z : z;
}
