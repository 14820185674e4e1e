export {
  Comparison,
  type ComparisonState,
  DriftReport,
  SegmentComparison,
  worstState,
} from './report.ts';
