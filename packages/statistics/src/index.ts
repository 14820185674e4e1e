export { StatisticsError, type StatisticsErrorCode } from './errors.ts';
export { type NumericValues, SortedSample } from './samples/index.ts';
