export { defaultDriftMethod } from './choose-method.ts';
export {
  type CategoricalColumn,
  type Column,
  type ColumnType,
  inferColumnType,
  type NumericalColumn,
} from './column.ts';
export {
  type ColumnDrift,
  type ColumnDriftOptions,
  columnDrift,
  type DatasetDrift,
  type DatasetDriftOptions,
  datasetDrift,
} from './drift.ts';
export { DRIFT_METHODS, type DriftMethod, type DriftMethodName } from './methods.ts';
