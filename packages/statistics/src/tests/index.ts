export { andersonDarling } from './anderson-darling.ts';
export {
  type CountTestResult,
  chiSquareGoodnessOfFit,
  chiSquareHomogeneity,
  gTestGoodnessOfFit,
  gTestHomogeneity,
  type HomogeneityOptions,
} from './chi-square.ts';
export { cramerVonMises } from './cramer-von-mises.ts';
export { fisherExact } from './fisher-exact.ts';
export { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
export { type MannWhitneyOptions, mannWhitney } from './mann-whitney.ts';
export { type StudentTResult, studentT } from './student-t.ts';
export type { Alternative, PValueMethod, RankTestResult, TestResult } from './test-result.ts';
export { type Proportion, zTestTwoProportions } from './two-proportions.ts';
