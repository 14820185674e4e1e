export { StatisticsError, type StatisticsErrorCode } from './errors.ts';
