export { averagePrecision } from './average-precision.ts';
export { type EstimatedQuality, estimateQuality } from './cbpe.ts';
export {
  type CompareRatesOptions,
  compareRates,
  type RateComparison,
  type RateVerdict,
} from './compare-rates.ts';
export { accuracy, type Confusion, confusionAt, confusionOf, f1, precision, recall } from './confusion.ts';
export type { Interval } from './interval.ts';
export { applyIsotonic, fitIsotonic, type IsotonicCalibration } from './isotonic.ts';
export { normalQuantile } from './normal-quantile.ts';
export { applyPlatt, fitPlatt, type PlattCalibration } from './platt.ts';
export { brierScore, expectedCalibrationError, logLoss } from './probability-scores.ts';
export {
  probabilityOf,
  type RecalibrateOptions,
  type Recalibration,
  type RecalibrationState,
  recalibrate,
} from './recalibrate.ts';
export { type RocAucEstimate, rocAuc, rocAucInterval } from './roc-auc.ts';
export { type TwoRates, twoProportionPower, twoProportionRows } from './two-proportion-power.ts';
export type { CountedRate } from './two-rate-evidence.ts';
export { wilsonInterval } from './wilson-interval.ts';
