export { ACT_AT, type ActionLevels, actionScore, WATCH_AT } from './action-score.ts';
export { categoryMeasure } from './category-measure.ts';
export type { CellCounts, DriftMeasure } from './drift-measure.ts';
export type { DriftVerdict, InsufficientData, MeasuredDrift } from './drift-verdict.ts';
export { alphaPerRun, type FalseAlarmBudget } from './false-alarm-budget.ts';
export {
  calibrateCategories,
  calibrateNumeric,
  FeatureCalibration,
  type ScoredWindow,
} from './feature-calibration.ts';
export { judgeRun, type RunOptions } from './judge-run.ts';
export type { NullDistribution } from './null-distribution.ts';
export { type NumericScore, numericMeasure } from './numeric-measure.ts';
export { type NullOptions, SizeAwareNull } from './size-aware-null.ts';
