import { excessOverLog1p, stirlingCorrection } from './gamma.ts';

/** ln n! less Stirling's formula, for n = 0 to 15, where the asymptotic series has too few digits. */
const SMALL_CORRECTIONS = Float64Array.from({ length: 16 }, (_, n) => smallCorrection(n));

/**
 * The binomial probability of `successes` out of `trials` with chance p, q = 1 - p, by Loader's saddle-point expansion
 * ("Fast and Accurate Computation of Binomial Probabilities", 2000): all digits, for millions of trials too.
 */
export function binomialProbability(successes: number, trials: number, p: number, q: number): number {
  if (successes < 0 || successes > trials) return 0;
  if (p === 0) return successes === 0 ? 1 : 0;
  if (q === 0) return successes === trials ? 1 : 0;
  const failures = trials - successes;
  if (successes === 0) return Math.exp(trials * (p < 0.1 ? Math.log1p(-p) : Math.log(q)));
  if (failures === 0) return Math.exp(trials * (q < 0.1 ? Math.log1p(-q) : Math.log(p)));
  const logScale =
    factorialCorrection(trials) -
    factorialCorrection(successes) -
    factorialCorrection(failures) -
    deviance(successes, trials * p) -
    deviance(failures, trials * q);
  return Math.exp(logScale) * Math.sqrt(trials / (2 * Math.PI * successes * failures));
}

/** The hypergeometric probability of `drawn` marked ones in `draws` out of `marked` + `unmarked`. */
export function hypergeometricProbability(
  drawn: number,
  marked: number,
  unmarked: number,
  draws: number,
): number {
  const total = marked + unmarked;
  if (draws === 0) return drawn === 0 ? 1 : 0;
  if (draws === total) return drawn === marked ? 1 : 0;
  const p = draws / total;
  const q = (total - draws) / total;
  return (
    (binomialProbability(drawn, marked, p, q) * binomialProbability(draws - drawn, unmarked, p, q)) /
    binomialProbability(draws, total, p, q)
  );
}

/** x ln(x / mean) + mean - x. */
function deviance(x: number, mean: number): number {
  return x * excessOverLog1p((mean - x) / x);
}

function factorialCorrection(n: number): number {
  return n < 16 ? (SMALL_CORRECTIONS[n] as number) : stirlingCorrection(n);
}

function smallCorrection(n: number): number {
  if (n === 0) return 0;
  let factorial = 1;
  for (let factor = 2; factor <= n; factor += 1) factorial *= factor;
  return Math.log(factorial) - ((n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI));
}
