import { type RecordingRuleGroup, record } from '../rules/recording-rule.ts';
import { lineRateBy } from './logql.ts';

/** Asked of Loki once every interval and written to Prometheus, where they cost nothing to look at and outlive the lines. */
export const logLines = record(
  'service:log_lines:rate5m',
  ['service', 'severity_text'],
  'Lines per second by severity.',
  lineRateBy(['severity_text'], '', '5m'),
);

export const logErrors = record(
  'service:log_errors:rate5m',
  ['service', 'event_type'],
  'Lines of severity error per second, by event; absent where there is none.',
  lineRateBy(['event_type'], 'severity_text="error"', '5m'),
);

export const logRecordings: RecordingRuleGroup = { name: 'lines', rules: [logLines, logErrors] };
