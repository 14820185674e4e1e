import type { Alert, AlertGroup } from '../alerts/alert.ts';
import { linesBy } from './logql.ts';

const logs = (panel: string) => ({ dashboard: 'logs', panel });

/** Twenty in five minutes: a few errors are a bad day of one customer, and HighErrorRate watches the share. */
export const errorBurst: Alert = {
  name: 'ErrorBurst',
  expression: `${linesBy(['event_type'], 'severity_text="error"', '5m')} > 20`,
  for: '1m',
  severity: 'warning',
  team: 'ml-platform',
  summary: 'A service writes the same error over and over',
  description:
    '{{ $labels.service }} has written {{ $value }} lines of the event {{ $labels.event_type }} as errors of late.',
  panel: logs('Warnings and errors'),
};

/**
 * The services redact what they write. What the Collector had to mask on top of that has left a service, and would have
 * been stored: the line is safe, the code is not.
 */
export const personalDataInLog: Alert = {
  name: 'PersonalDataInLog',
  expression: `${linesBy([], 'redaction_body_masked_count=~".+" or redaction_masked_count=~".+"', '5m')} > 0`,
  for: '0s',
  severity: 'critical',
  team: 'ml-platform',
  summary: 'A service writes personal data into its log',
  description:
    'The Collector has masked personal data in {{ $value }} lines of {{ $labels.service }}: its own filter let it pass.',
  panel: logs('Prediction events'),
};

export const unstructuredOutput: Alert = {
  name: 'UnstructuredOutput',
  expression: `${linesBy([], 'event_type="unstructured_output" | severity_text="error"', '5m')} > 0`,
  for: '0s',
  severity: 'warning',
  team: 'ml-platform',
  summary: 'A service writes something that is no log line',
  description:
    '{{ $labels.service }} has written {{ $value }} lines that are not JSON: a crash, most of the time.',
  panel: logs('All lines'),
};

export const databaseUnavailable: Alert = {
  name: 'DatabaseUnavailable',
  expression: `${linesBy([], 'event_type="database_unavailable"', '5m')} > 0`,
  for: '0s',
  severity: 'critical',
  team: 'data-engineering',
  summary: 'A service has lost its database',
  description: '{{ $labels.service }} has said {{ $value }} times of late that its database is not there.',
  panel: { dashboard: 'feature-service', panel: 'SQL duration' },
};

export const modelLoadFailed: Alert = {
  name: 'ModelLoadFailed',
  expression: `${linesBy(['model_name', 'model_version'], 'event_type="model_load_failed"', '5m')} > 0`,
  for: '0s',
  severity: 'warning',
  team: 'data-science',
  summary: 'A model version cannot be loaded',
  description:
    '{{ $labels.service }} cannot load {{ $labels.model_name }} {{ $labels.model_version }}; what was loaded before goes on answering.',
  panel: { dashboard: 'model-serving', panel: 'Loaded versions' },
};

/** `$value` is not told: the line holds a count of its own, which may be larger than the number of lines. */
export const logLinesDropped: Alert = {
  name: 'LogLinesDropped',
  expression: `${linesBy([], 'event_type="log_lines_dropped"', '5m')} > 0`,
  for: '0s',
  severity: 'warning',
  team: 'infrastructure',
  summary: 'A service cannot write its log',
  description: '{{ $labels.service }} has thrown lines away because nobody took them: its log has holes.',
  panel: logs('Lines by service'),
};

export const logAlerts: AlertGroup = {
  name: 'lines',
  alerts: [
    errorBurst,
    personalDataInLog,
    unstructuredOutput,
    databaseUnavailable,
    modelLoadFailed,
    logLinesDropped,
  ],
};
