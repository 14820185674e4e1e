import type { COMPARISONS, VERDICTS } from '@lab/catalogue';
import { compareRates } from '@lab/statistics/quality';
import type { Outcome } from '../adapters/window-store.ts';
import { isCalledFraud } from './revenue.ts';

export type ComparisonName = (typeof COMPARISONS)[number];
export type Verdict = (typeof VERDICTS)[number];

/** What one comparison of a challenger with the champion says. */
export interface ExperimentComparison {
  readonly comparison: ComparisonName;
  readonly verdict: Verdict;
  /** Challenger minus champion, in the unit of the comparison; undefined while one arm has nothing. */
  readonly difference: number | undefined;
  readonly champion: number;
  readonly challenger: number;
}

/** A wrong verdict on any of the looks, for one comparison. */
const ALPHA = 0.05;
/** Differences of shares that nobody would act on. */
const SMALLEST = { error_rate: 0.01, latency: 0.05, accuracy: 0.02 } as const;
/** The champion's latency that a tenth of its requests exceed. */
const SLOW_QUANTILE = 0.9;
const LEAST_FOR_LATENCY = 50;

/**
 * A champion and a challenger over the same time, by sequential tests: a verdict may be asked for at any time and as often
 * as wanted (`compareRates`), and says `not_enough_data` until the counts decide.
 */
export function compareArms(
  champion: readonly Outcome[],
  challenger: readonly Outcome[],
): ExperimentComparison[] {
  return [
    compareErrors(champion, challenger),
    compareLatency(champion, challenger),
    compareAccuracy(champion, challenger),
  ];
}

function compareErrors(champion: readonly Outcome[], challenger: readonly Outcome[]): ExperimentComparison {
  const failed = ({ score }: Outcome): boolean => score === null;
  return ratesOf('error_rate', champion, challenger, failed, 'worse');
}

/** Of mature predictions with a label alone; the caller hands over no others. */
function compareAccuracy(champion: readonly Outcome[], challenger: readonly Outcome[]): ExperimentComparison {
  const labelled = (outcomes: readonly Outcome[]): Outcome[] =>
    outcomes.filter(({ isFraud, decision }) => isFraud !== null && decision !== null);
  const right = ({ decision, isFraud }: Outcome): boolean =>
    decision !== null && isCalledFraud(decision) === isFraud;
  return ratesOf('accuracy', labelled(champion), labelled(challenger), right, 'better');
}

/**
 * The share of requests slower than a tenth of the champion's: a quantile in which no single request counts for more than
 * one. The difference is told in seconds of that quantile.
 */
function compareLatency(champion: readonly Outcome[], challenger: readonly Outcome[]): ExperimentComparison {
  const [own, other] = [ascendingLatencies(champion), ascendingLatencies(challenger)];
  const sizes = { champion: own.length, challenger: other.length };
  if (own.length < LEAST_FOR_LATENCY || other.length === 0) {
    return { comparison: 'latency', verdict: 'not_enough_data', difference: undefined, ...sizes };
  }
  const slow = quantile(own, SLOW_QUANTILE);
  const { verdict } = compareRates(
    { trials: own.length, successes: own.filter((latency) => latency > slow).length },
    { trials: other.length, successes: other.filter((latency) => latency > slow).length },
    { alpha: ALPHA, smallestDifference: SMALLEST.latency, higherIs: 'worse' },
  );
  return {
    comparison: 'latency',
    verdict,
    difference: (quantile(other, SLOW_QUANTILE) - slow) / 1000,
    ...sizes,
  };
}

function ratesOf(
  comparison: 'error_rate' | 'accuracy',
  champion: readonly Outcome[],
  challenger: readonly Outcome[],
  counts: (outcome: Outcome) => boolean,
  higherIs: 'better' | 'worse',
): ExperimentComparison {
  const rate = (outcomes: readonly Outcome[]) => ({
    trials: outcomes.length,
    successes: outcomes.filter(counts).length,
  });
  const { verdict, difference } = compareRates(rate(champion), rate(challenger), {
    alpha: ALPHA,
    smallestDifference: SMALLEST[comparison],
    higherIs,
  });
  return {
    comparison,
    verdict,
    difference: Number.isNaN(difference) ? undefined : difference,
    champion: champion.length,
    challenger: challenger.length,
  };
}

const ascendingLatencies = (outcomes: readonly Outcome[]): Float64Array =>
  Float64Array.from(outcomes.filter(({ score }) => score !== null).map(({ latencyMs }) => latencyMs)).sort();

const quantile = (ascending: Float64Array, share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? 0;
