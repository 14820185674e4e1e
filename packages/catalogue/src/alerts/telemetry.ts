import {
  collectorQueueSize,
  collectorSendFailedLogRecordsTotal,
  collectorSendFailedSpansTotal,
  collectorSentLogRecordsTotal,
  collectorSentSpansTotal,
} from '../external/collector.ts';
import { telemetrySpansDroppedTotal } from '../metrics/telemetry.ts';
import { increase, rate, select, sumBy } from '../promql.ts';
import type { Alert, AlertGroup } from './alert.ts';

const pipeline = (panel: string) => ({ dashboard: 'telemetry-pipeline', panel });

export const telemetrySpansDropped: Alert = {
  name: 'TelemetrySpansDropped',
  expression: `${sumBy(['service', 'reason'], increase(telemetrySpansDroppedTotal, '5m'))} > 0`,
  for: '1m',
  severity: 'warning',
  team: 'infrastructure',
  summary: 'A service loses spans',
  description:
    '{{ $labels.service }} has lost {{ $value | humanize }} spans ({{ $labels.reason }}); its traces have holes.',
  panel: pipeline('Spans dropped in services'),
};

const perExporter = (expression: string) => sumBy(['exporter', 'service'], expression);

/**
 * Lines are tried for as long as there is disk, so `send_failed` stays silent while Loki is away: what tells is a
 * queue that is never empty while nothing leaves it.
 */
export const collectorExportFailing: Alert = {
  name: 'CollectorExportFailing',
  expression: `${perExporter(rate(collectorSendFailedSpansTotal, '5m'))} > 0
or ${perExporter(rate(collectorSendFailedLogRecordsTotal, '5m'))} > 0
or (
  ${perExporter(`min_over_time(${select(collectorQueueSize)}[5m])`)} > 0
  unless ${perExporter(rate(collectorSentSpansTotal, '5m'))} > 0
  unless ${perExporter(rate(collectorSentLogRecordsTotal, '5m'))} > 0
)`,
  for: '1m',
  severity: 'critical',
  team: 'infrastructure',
  summary: 'The Collector cannot deliver',
  description:
    'Through {{ $labels.exporter }} the Collector either loses items or has a queue from which nothing leaves.',
  panel: pipeline('Collector queues'),
};

export const telemetryAlerts: AlertGroup = {
  name: 'telemetry',
  alerts: [telemetrySpansDropped, collectorExportFailing],
};
