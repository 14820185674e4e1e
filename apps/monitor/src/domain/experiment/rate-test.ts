import { type CompareRatesOptions, type CountedRate, compareRates } from '@lab/statistics/quality';
import type { ExperimentComparison, Finding } from './comparison.ts';

/** What the two versions have done, counted. */
export interface Arms {
  readonly champion: CountedRate;
  readonly challenger: CountedRate;
}

/** One sequential test: every row since it began, and none before. Plain data, kept in the database. */
export interface RateTest extends Arms {
  /** Rows after this event time count, in milliseconds since the epoch. */
  readonly since: number;
  /** What the test before this one found. */
  readonly finding?: Finding | undefined;
}

const NOTHING: CountedRate = { trials: 0, successes: 0 };

/** A wrong verdict on any of the looks of one test. */
const ALPHA = 0.05;

export const newRateTest = (since: number, finding?: Finding): RateTest => ({
  since,
  champion: NOTHING,
  challenger: NOTHING,
  finding,
});

export const addArms = (test: RateTest, arms: Arms): RateTest => ({
  ...test,
  champion: sum(test.champion, arms.champion),
  challenger: sum(test.challenger, arms.challenger),
});

/**
 * A look at a test. It may be looked at whenever and as often as wanted, since `compareRates` is valid at all looks
 * together, but only while it counts everything since its beginning: a window that slides drops what spoke against chance
 * and begins anew at every look, and finds something sooner or later.
 *
 * `worse` ends a test. The finding stands for `standsMs`, and a new test begins where it was found: a version that was
 * mended is not called worse for ever, and one that was not is found worse again before the finding is forgotten.
 *
 * @param live rows that came last and are counted again with the next look
 * @param through event time of the newest of them
 */
export function lookAtRates(
  test: RateTest,
  live: Arms,
  options: Pick<CompareRatesOptions, 'smallestDifference' | 'higherIs'>,
  { through, standsMs }: { readonly through: number; readonly standsMs: number },
): { readonly test: RateTest; readonly told: Omit<ExperimentComparison, 'comparison'> } {
  const { champion, challenger } = addArms(test, live);
  const { verdict, difference } = compareRates(champion, challenger, { ...options, alpha: ALPHA });
  const known = Number.isNaN(difference) ? undefined : difference;
  const counted = { difference: known, champion: champion.trials, challenger: challenger.trials };
  if (verdict === 'worse') {
    const finding = { ...counted, at: through, difference: known ?? null };
    return { test: newRateTest(through, finding), told: { verdict, ...counted } };
  }
  const { finding } = test;
  if (finding === undefined) return { test, told: { verdict, ...counted } };
  if (through - finding.at < standsMs) return { test, told: standing(finding) };
  return { test: { ...test, finding: undefined }, told: { verdict, ...counted } };
}

export const standing = (finding: Finding): Omit<ExperimentComparison, 'comparison'> => ({
  verdict: 'worse',
  difference: finding.difference ?? undefined,
  champion: finding.champion,
  challenger: finding.challenger,
});

const sum = (left: CountedRate, right: CountedRate): CountedRate => ({
  trials: left.trials + right.trials,
  successes: left.successes + right.successes,
});
