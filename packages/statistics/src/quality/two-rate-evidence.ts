import { logGamma } from '../special/gamma.ts';

export interface CountedRate {
  readonly trials: number;
  readonly successes: number;
}

/** Beta distribution over a rate. */
export interface BetaPrior {
  readonly ofSuccess: number;
  readonly ofFailure: number;
}

/** Halvings of the range of a rate: 2^-60 is beyond what doubles tell apart. */
const HALVINGS = 60;

/** Ln of the likelihood of the successes and failures, averaged over the rate by the prior. */
export function logMarginal({ trials, successes }: CountedRate, { ofSuccess, ofFailure }: BetaPrior): number {
  return logBeta(ofSuccess + successes, ofFailure + trials - successes) - logBeta(ofSuccess, ofFailure);
}

/** Ln of the largest likelihood of both counts when the second rate is the first plus `difference`. */
export function logLikelihoodAt(difference: number, first: CountedRate, second: CountedRate): number {
  let [low, high] = [Math.max(0, -difference), Math.min(1, 1 - difference)];
  // The likelihood is log-concave in the rate, so its slope changes sign once.
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (slope(first, middle) + slope(second, middle + difference) > 0) low = middle;
    else high = middle;
  }
  const rate = (low + high) / 2;
  return logLikelihood(first, rate) + logLikelihood(second, rate + difference);
}

function logLikelihood({ trials, successes }: CountedRate, rate: number): number {
  const failures = trials - successes;
  const bounded = Math.min(1, Math.max(0, rate));
  return (
    (successes > 0 ? successes * Math.log(bounded) : 0) + (failures > 0 ? failures * Math.log1p(-bounded) : 0)
  );
}

function slope({ trials, successes }: CountedRate, rate: number): number {
  const failures = trials - successes;
  return (successes > 0 ? successes / rate : 0) - (failures > 0 ? failures / (1 - rate) : 0);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
