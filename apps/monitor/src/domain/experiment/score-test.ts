import { binsOf, type ReferenceProfile } from '@lab/model/profile';
import { kolmogorovSmirnov } from '@lab/statistics/tests';
import type { ExperimentComparison, Finding, Verdict } from './comparison.ts';
import { standing } from './rate-test.ts';

/** The scores of a challenger since the test began, by the bins of its own profile. Plain data, kept in the database. */
export interface ScoreTest {
  readonly since: number;
  readonly bins: readonly number[];
  /** Looks that have been taken; see {@link lookAtScores}. */
  readonly looks: number;
  /** What the last of them said. */
  readonly verdict: Verdict;
  readonly finding?: Finding | undefined;
}

/** A wrong verdict on any of the looks. */
const ALPHA = 0.01;
/** The first look; each further one has twice the scores. */
const FIRST_LOOK = 100;
/** Distances that nobody would act on. A canary's customers are few, and not quite like all. */
const SMALLEST_DISTANCE = 0.1;

export const newScoreTest = (since: number, finding?: Finding): ScoreTest => ({
  since,
  bins: [],
  looks: 0,
  verdict: 'not_enough_data',
  finding,
});

export function addScores(
  test: ScoreTest,
  profile: ReferenceProfile | undefined,
  scores: readonly number[],
): ScoreTest {
  if (profile === undefined) return test;
  const { labels, indexOf } = binsOf(profile.prediction);
  const bins = labels.map((_, bin) => test.bins[bin] ?? 0);
  for (const score of scores) (bins[indexOf(score)] as number) += 1;
  return { ...test, bins };
}

/**
 * Whether a challenger answers as its own held-out data promised. Two models never score alike, so a difference from the
 * champion's scores is told and not judged: `worse` is a challenger that is not itself.
 *
 * The largest distance between the distributions, at the edges of the profile's bins, is within
 * sqrt(ln(2 / a) / 2n) of the true one with a chance of at least 1 - a (Dvoretzky, Kiefer and Wolfowitz, with Massart's
 * constant, 1990). Looks are taken when the scores have doubled, and look k is given a = ALPHA / 2k(k + 1): together, with
 * the other half of ALPHA for the reference's own noise, they are wrong with a chance of at most ALPHA, however long the
 * experiment lasts.
 *
 * @param live of the newest scores, which are counted again with the next look
 */
export function lookAtScores(
  test: ScoreTest,
  profile: ReferenceProfile | undefined,
  live: readonly number[],
  { through, standsMs }: { readonly through: number; readonly standsMs: number },
  shown: Pick<ExperimentComparison, 'difference' | 'champion'>,
): { readonly test: ScoreTest; readonly told: Omit<ExperimentComparison, 'comparison'> } {
  const { bins } = addScores(test, profile, live);
  const count = bins.reduce((sum, bin) => sum + bin, 0);
  const look = 1 + Math.floor(Math.log2(count / FIRST_LOOK));
  const isDue = profile !== undefined && look > test.looks;
  const verdict = isDue ? verdictOf(bins, profile, look) : test.verdict;
  const counted = { ...shown, challenger: count };
  if (isDue && verdict === 'worse') {
    const finding = { at: through, ...counted, difference: shown.difference ?? null };
    return { test: newScoreTest(through, finding), told: { verdict, ...counted } };
  }
  const looked = isDue ? { ...test, looks: look, verdict } : test;
  const { finding } = test;
  if (finding === undefined) return { test: looked, told: { verdict, ...counted } };
  if (through - finding.at < standsMs) return { test: looked, told: standing(finding) };
  return { test: { ...looked, finding: undefined }, told: { verdict, ...counted } };
}

/** The largest distance between two lots of scores, 0 to 1; undefined while one has none. */
export function distanceOf(champion: readonly number[], challenger: readonly number[]): number | undefined {
  if (champion.length === 0 || challenger.length === 0) return undefined;
  const ascending = (scores: readonly number[]): Float64Array => Float64Array.from(scores).sort();
  return kolmogorovSmirnov(ascending(champion), ascending(challenger), { method: 'asymptotic' }).statistic;
}

function verdictOf(bins: readonly number[], { prediction }: ReferenceProfile, look: number): Verdict {
  const reference = binsOf(prediction).reference;
  const count = bins.reduce((sum, bin) => sum + bin, 0);
  let [own, expected, distance] = [0, 0, 0];
  for (const [bin, rows] of bins.entries()) {
    own += rows / count;
    expected += reference[bin] ?? 0;
    distance = Math.max(distance, Math.abs(own - expected));
  }
  const noise = noiseOf(count, ALPHA / 2 / (look * (look + 1))) + noiseOf(prediction.count, ALPHA / 2);
  if (distance - noise > SMALLEST_DISTANCE) return 'worse';
  return distance + noise < SMALLEST_DISTANCE ? 'no_difference' : 'not_enough_data';
}

const noiseOf = (rows: number, alpha: number): number => Math.sqrt(Math.log(2 / alpha) / (2 * rows));
