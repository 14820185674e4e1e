import { StatisticsError } from '../errors.ts';
import type { Interval } from './interval.ts';
import { type BetaPrior, type CountedRate, logLikelihoodAt, logMarginal } from './two-rate-evidence.ts';

export type RateVerdict = 'better' | 'worse' | 'no_difference' | 'not_enough_data';

export interface CompareRatesOptions {
  /** Chance that any look, however many there are, gives a wrong verdict; default 0.05. */
  readonly alpha?: number;
  /** Differences below this do not matter, as a share of the trials; without it nothing is ever `no_difference`. */
  readonly smallestDifference?: number;
  /** `better` for a rate of successes, `worse` for a rate of errors. */
  readonly higherIs: 'better' | 'worse';
  /**
   * The rate that is expected, and how many trials that knowledge is worth. The verdicts are valid whatever is said
   * here; what is right makes them come sooner, what is wrong later. Default: no knowledge (Jeffreys' prior).
   */
  readonly expected?: { readonly rate: number; readonly trials: number };
}

export interface RateComparison {
  readonly verdict: RateVerdict;
  /** Rate of the candidate less that of the control, as observed; NaN while one has no trials. */
  readonly difference: number;
  /** Holds the true difference at all looks together with a chance of at least 1 - alpha. */
  readonly interval: Interval;
  /** Valid at every look: below alpha ever, while the rates are equal, with a chance of at most alpha. */
  readonly pValue: number;
}

const HALVINGS = 50;

/**
 * Compares two rates, from their counts so far, at any time and as often as wanted.
 *
 * If p and q are the true rates, marginal(control) * marginal(candidate) / likelihood(p, q) is a non-negative martingale
 * with mean 1, for marginals that average the likelihood over a prior (the mixture of Robbins, 1970). By Ville's inequality
 * (1939) it ever reaches 1 / alpha with a chance of at most alpha. Dividing by the largest likelihood with q - p = d
 * instead can only make it smaller (universal inference: Wasserman, Ramdas and Balakrishnan, 2020), so the set of d for
 * which it is below 1 / alpha is a confidence sequence of the difference. Exact for all counts, also for rates near 0,
 * where the normal mixture of Johari, Pekelis and Walsh ("Always valid inference", 2015) is an approximation; holds for
 * any split of the traffic.
 *
 * The verdict follows from the interval: within +-smallestDifference it is `no_difference`, else by the side of 0.
 *
 * @throws StatisticsError INVALID_COUNT or INVALID_OPTION.
 */
export function compareRates(
  control: CountedRate,
  candidate: CountedRate,
  { alpha = 0.05, smallestDifference = 0, higherIs, expected }: CompareRatesOptions,
): RateComparison {
  if (!(alpha > 0 && alpha < 1)) throw new StatisticsError('INVALID_OPTION', 'alpha must be between 0 and 1');
  if (!(smallestDifference >= 0))
    throw new StatisticsError('INVALID_OPTION', 'smallestDifference: at least 0');
  for (const { trials, successes } of [control, candidate]) {
    if (
      !(
        Number.isSafeInteger(trials) &&
        Number.isSafeInteger(successes) &&
        0 <= successes &&
        successes <= trials
      )
    ) {
      throw new StatisticsError('INVALID_COUNT', `${successes} successes in ${trials} trials`);
    }
  }
  const prior = priorFrom(expected);
  const logMixture = logMarginal(control, prior) + logMarginal(candidate, prior);
  const logEvidenceAgainst = (difference: number) =>
    logMixture - logLikelihoodAt(difference, control, candidate);
  const isCovered = (difference: number) => logEvidenceAgainst(difference) < -Math.log(alpha);
  const difference = rateOf(candidate) - rateOf(control);
  const centre = Number.isNaN(difference) ? 0 : difference;
  const interval = { lower: edge(centre, -1, isCovered), upper: edge(centre, 1, isCovered) };
  return {
    verdict: verdictOf(interval, smallestDifference, higherIs),
    difference,
    interval,
    pValue: Math.min(1, Math.exp(-logEvidenceAgainst(0))),
  };
}

function rateOf({ trials, successes }: CountedRate): number {
  return successes / trials;
}

function priorFrom(expected: CompareRatesOptions['expected']): BetaPrior {
  if (expected === undefined) return { ofSuccess: 0.5, ofFailure: 0.5 };
  const { rate, trials } = expected;
  if (!(rate > 0 && rate < 1 && trials > 0)) {
    throw new StatisticsError(
      'INVALID_OPTION',
      'expected: a rate between 0 and 1 and a positive number of trials',
    );
  }
  return { ofSuccess: rate * trials, ofFailure: (1 - rate) * trials };
}

/** The last covered difference on the way from the observed one, which always is, to the outermost. */
function edge(from: number, outermost: -1 | 1, isCovered: (difference: number) => boolean): number {
  if (isCovered(outermost)) return outermost;
  let [inside, outside] = [from, outermost as number];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (inside + outside) / 2;
    if (isCovered(middle)) inside = middle;
    else outside = middle;
  }
  return outside;
}

function verdictOf(
  { lower, upper }: Interval,
  smallestDifference: number,
  higherIs: 'better' | 'worse',
): RateVerdict {
  if (-smallestDifference < lower && upper < smallestDifference) return 'no_difference';
  if (lower > 0) return higherIs;
  if (upper < 0) return higherIs === 'better' ? 'worse' : 'better';
  return 'not_enough_data';
}
