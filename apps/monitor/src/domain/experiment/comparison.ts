import type { COMPARISONS, VERDICTS } from '@lab/catalogue';

type ComparisonName = (typeof COMPARISONS)[number];
export type Verdict = (typeof VERDICTS)[number];

/** What one comparison of a challenger with the champion says. */
export interface ExperimentComparison {
  readonly comparison: ComparisonName;
  readonly verdict: Verdict;
  /** Challenger minus champion, in the unit of the comparison; undefined while one arm has nothing. */
  readonly difference: number | undefined;
  /** Observations behind the verdict, since the test began. */
  readonly champion: number;
  readonly challenger: number;
}

/** That a challenger was found worse: it stands for a while, and a new test begins where the one that found it ended. */
export interface Finding {
  /** Event time through which rows were counted, in milliseconds since the epoch. */
  readonly at: number;
  readonly difference: number | null;
  readonly champion: number;
  readonly challenger: number;
}
