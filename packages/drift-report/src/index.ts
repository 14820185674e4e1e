export { DatasetComparison, DatasetReport, UnseenCategory } from './dataset-report.ts';
export { datasetReportHtml, datasetVerdict, notesOf } from './dataset-report-html.ts';
export { driftReportHtml, driftVerdict } from './drift-report-html.ts';
export { methodName } from './html/comparison.ts';
export { formatChance, formatNumber } from './html/numbers.ts';
export {
  Comparison,
  type ComparisonState,
  DriftReport,
  SegmentComparison,
  worstState,
} from './report.ts';
