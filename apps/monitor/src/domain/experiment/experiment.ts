import type { ReferenceProfile } from '@lab/model/profile';
import type { CountedRate } from '@lab/statistics/quality';
import type { Outcome } from '../../adapters/window-store.ts';
import { isCalledFraud } from '../revenue.ts';
import type { Challenger } from './anchor.ts';
import type { ExperimentComparison } from './comparison.ts';
import { type Arms, addArms, lookAtRates, newRateTest, type RateTest } from './rate-test.ts';
import { addScores, distanceOf, lookAtScores, newScoreTest, type ScoreTest } from './score-test.ts';

/**
 * A champion and a challenger since the challenger began to answer, as sums: rows are deleted after some hours, an experiment
 * may last for weeks. Plain data, kept in the database. Times are event times in milliseconds since the epoch.
 */
export interface Experiment {
  readonly champion: string;
  readonly challenger: Challenger;
  readonly since: number;
  /** When the challenger answered last. Until then both have been asked; what the champion did since counts later or never. */
  readonly answeredAt: number;
  /** Rows up to here are in the sums for good. */
  readonly countedThrough: number;
  /** The same for labels, which come later. */
  readonly labelsCountedThrough: number;
  /** Milliseconds that a tenth of the champion's answers took longer than; null until it is known. One latency test has one. */
  readonly slowMs: number | null;
  readonly errors: RateTest;
  readonly latency: RateTest;
  readonly accuracy: RateTest;
  readonly scores: ScoreTest;
}

/** Differences of shares that nobody would act on. */
const SMALLEST = { error_rate: 0.01, latency: 0.05, accuracy: 0.02 } as const;
const SLOW_QUANTILE = 0.9;
/** Fewer latencies do not tell their quantile. */
const LEAST_FOR_QUANTILE = 50;
/** So many answers of the champion tell whether the bound still parts slow from quick. */
const LEAST_FOR_BLUNT = 1000;
const SHARP = { least: 0.02, most: 0.5 } as const;

interface Beginning {
  readonly champion: string;
  readonly challenger: Challenger;
  readonly since: number;
  readonly answeredAt: number;
  /** What is known from before it began. */
  readonly before: readonly Outcome[];
}

export function beginExperiment(beginning: Beginning): Experiment {
  const { champion, challenger, since, answeredAt, before } = beginning;
  // The row that it begins with counts.
  const from = since - 1;
  return {
    champion,
    challenger,
    since,
    answeredAt,
    countedThrough: from,
    labelsCountedThrough: from,
    slowMs: slowOf(
      before.filter(({ predictedAt }) => predictedAt < since).filter(isOf(champion, 'champion')),
    ),
    errors: newRateTest(from),
    latency: newRateTest(from),
    accuracy: newRateTest(from),
    scores: newScoreTest(from),
  };
}

/** What has come in since the look before. */
interface NewRows {
  /** Rows after `countedThrough` and up to `settledThrough`; late ones that come after this look are left out. */
  readonly settled: readonly Outcome[];
  readonly settledThrough: number;
  /** Rows after that, which the next look gets once more. */
  readonly live: readonly Outcome[];
  /** Rows after `labelsCountedThrough` and up to `matureThrough`: nearly all of their labels have come. */
  readonly mature: readonly Outcome[];
  readonly matureThrough: number;
  /** Rows of the last while, for what is shown and not judged. */
  readonly shown: readonly Outcome[];
}

interface LookOptions {
  /** Event time of the look. */
  readonly now: number;
  /** How long a finding stands. */
  readonly standsMs: number;
  /** Of the challenger. */
  readonly profile: ReferenceProfile | undefined;
}

/** Counts what is new and says what all of it together means. */
export function look(
  experiment: Experiment,
  rows: NewRows,
  options: LookOptions,
): { readonly experiment: Experiment; readonly comparisons: readonly ExperimentComparison[] } {
  const { now, standsMs, profile } = options;
  const told = { through: now, standsMs };
  const bound = isBlunt(experiment.latency) ? null : experiment.slowMs;
  const slowMs = bound ?? slowOf(rows.shown.filter(isOf(experiment.champion, 'champion')));
  // What the bound was read from cannot be judged by it.
  const latencyTest =
    bound === null && slowMs !== null ? newRateTest(now, experiment.latency.finding) : experiment.latency;

  const errorsOf = armsOf(
    experiment,
    () => true,
    ({ score }) => score === null,
  );
  const latencyOf = armsOf(
    experiment,
    ({ score }) => score !== null && slowMs !== null,
    ({ latencyMs }) => latencyMs > (slowMs ?? 0),
  );
  const accuracyOf = armsOf(
    experiment,
    ({ decision, isFraud }) => decision !== null && isFraud !== null,
    ({ decision, isFraud }) => decision !== null && isCalledFraud(decision) === isFraud,
  );
  const scoresOf = (from: readonly Outcome[], since: number): number[] =>
    from
      .filter(isChallenger(experiment))
      .flatMap(({ score, predictedAt }) => (score === null || predictedAt <= since ? [] : [score]));

  const errorTest = addArms(experiment.errors, errorsOf(rows.settled, experiment.errors.since));
  const errors = lookAtRates(
    errorTest,
    errorsOf(rows.live, errorTest.since),
    { smallestDifference: SMALLEST.error_rate, higherIs: 'worse' },
    told,
  );

  const settledLatency = addArms(latencyTest, latencyOf(rows.settled, latencyTest.since));
  const latency = lookAtRates(
    settledLatency,
    latencyOf(rows.live, latencyTest.since),
    { smallestDifference: SMALLEST.latency, higherIs: 'worse' },
    told,
  );

  const accuracyTest = addArms(experiment.accuracy, accuracyOf(rows.mature, experiment.accuracy.since));
  const accuracy = lookAtRates(
    accuracyTest,
    accuracyOf([], 0),
    { smallestDifference: SMALLEST.accuracy, higherIs: 'better' },
    { through: Math.max(rows.matureThrough, accuracyTest.since), standsMs },
  );

  const scoreTest = addScores(experiment.scores, profile, scoresOf(rows.settled, experiment.scores.since));
  const shown = shownScores(experiment, rows.shown);
  const scores = lookAtScores(scoreTest, profile, scoresOf(rows.live, scoreTest.since), told, shown);

  return {
    experiment: {
      ...experiment,
      countedThrough: rows.settledThrough,
      labelsCountedThrough: rows.matureThrough,
      slowMs,
      errors: errors.test,
      latency: latency.test,
      accuracy: accuracy.test,
      scores: scores.test,
    },
    comparisons: [
      { comparison: 'error_rate', ...errors.told },
      { comparison: 'latency', ...latency.told, difference: slowerBy(experiment, rows.shown) },
      { comparison: 'score_distribution', ...scores.told },
      { comparison: 'accuracy', ...accuracy.told },
    ],
  };
}

const isOf =
  (version: string, role: Outcome['role']) =>
  (outcome: Outcome): boolean =>
    outcome.modelVersion === version && outcome.role === role;

const isChallenger = ({ challenger: { version, role } }: Experiment) => isOf(version, role);

/** Counts both arms among rows after `since`. */
function armsOf(
  experiment: Experiment,
  counts: (outcome: Outcome) => boolean,
  succeeds: (outcome: Outcome) => boolean,
): (rows: readonly Outcome[], since: number) => Arms {
  const rate = (rows: readonly Outcome[]): CountedRate => ({
    trials: rows.length,
    successes: rows.filter(succeeds).length,
  });
  return (rows, since) => {
    const counted = rows.filter((outcome) => outcome.predictedAt > since && counts(outcome));
    return {
      champion: rate(counted.filter(isOf(experiment.champion, 'champion'))),
      challenger: rate(counted.filter(isChallenger(experiment))),
    };
  };
}

const latenciesOf = (rows: readonly Outcome[]): Float64Array =>
  Float64Array.from(rows.filter(({ score }) => score !== null).map(({ latencyMs }) => latencyMs)).sort();

const quantile = (ascending: Float64Array): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(SLOW_QUANTILE * ascending.length))] ?? 0;

/** Nearly all or hardly any answers of the champion are slow by now: the bound cannot tell two versions apart any more. */
const isBlunt = ({ champion: { trials, successes } }: RateTest): boolean =>
  trials >= LEAST_FOR_BLUNT && (successes < SHARP.least * trials || successes > SHARP.most * trials);

/** A quantile, in which no single request counts for more than one. */
function slowOf(rows: readonly Outcome[]): number | null {
  const latencies = latenciesOf(rows);
  return latencies.length < LEAST_FOR_QUANTILE ? null : quantile(latencies);
}

/** Seconds between the arms' quantiles lately. */
function slowerBy(experiment: Experiment, shown: readonly Outcome[]): number | undefined {
  const own = latenciesOf(shown.filter(isOf(experiment.champion, 'champion')));
  const other = latenciesOf(shown.filter(isChallenger(experiment)));
  return own.length === 0 || other.length === 0 ? undefined : (quantile(other) - quantile(own)) / 1000;
}

function shownScores(experiment: Experiment, shown: readonly Outcome[]) {
  const scores = (rows: readonly Outcome[]): number[] =>
    rows.flatMap(({ score }) => (score === null ? [] : [score]));
  const champion = scores(shown.filter(isOf(experiment.champion, 'champion')));
  return {
    difference: distanceOf(champion, scores(shown.filter(isChallenger(experiment)))),
    champion: champion.length,
  };
}
