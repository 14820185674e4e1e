export interface TestResult {
  /** The test's own statistic; its scale depends on the test. */
  statistic: number;
  /** The chance of a statistic at least as extreme if both samples came from one distribution, 0 to 1. */
  pValue: number;
}

/** Two-sided, or that the reference tends to be `less` or `greater` than the current sample. */
export type Alternative = 'two-sided' | 'less' | 'greater';

/** `auto` is exact for small samples, by each test's own rule. */
export type PValueMethod = 'auto' | 'exact' | 'asymptotic';

export interface RankTestResult extends TestResult {
  /** What the p value was computed by. */
  method: Exclude<PValueMethod, 'auto'>;
}
