import {
  collectorEnqueueFailedLogRecordsTotal,
  collectorEnqueueFailedSpansTotal,
  collectorQueueCapacity,
  collectorQueueSize,
  collectorRefusedLogRecordsTotal,
  collectorRefusedSpansTotal,
  collectorSendFailedLogRecordsTotal,
  collectorSendFailedSpansTotal,
  collectorSentLogRecordsTotal,
  collectorSentSpansTotal,
  collectorTracesDroppedEarlyTotal,
} from '../external/collector.ts';
import {
  lokiDiscardedSamplesTotal,
  lokiNotificationErrorsTotal,
  lokiRequestDurationSeconds,
  lokiRuleFailuresTotal,
  lokiWalDiskFullFailuresTotal,
} from '../external/loki.ts';
import {
  tempoDiscardedSpansTotal,
  tempoFailedCompletionsTotal,
  tempoReceiverRefusedSpans,
} from '../external/tempo.ts';
import { telemetrySpansDroppedTotal } from '../metrics/telemetry.ts';
import { appeared, countOf, increase, like, maxBy, rate, type Series, select, sumBy } from '../promql.ts';
import type { Alert, AlertGroup } from './alert.ts';

const pipeline = (panel: string) => ({ dashboard: 'telemetry-pipeline', panel });
const SERVICE = ['service'] as const;
/** Something has been counted, whichever of these did. */
const anyOf = (labels: readonly string[], counters: readonly Series[]) =>
  counters.map((counter) => `${sumBy(labels, increase(counter, '5m'))} > 0`).join('\nor ');

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

const EXPORTER = ['exporter', 'service'] as const;

export const collectorQueueFilling: Alert = {
  name: 'CollectorQueueFilling',
  expression: `${maxBy(EXPORTER, `predict_linear(${select(collectorQueueSize)}[15m], 4h)`)}
> ${maxBy(EXPORTER, select(collectorQueueCapacity))}
and ${maxBy(EXPORTER, select(collectorQueueSize))} / ${maxBy(EXPORTER, `${select(collectorQueueCapacity)} > 0`)} > 0.05`,
  for: '5m',
  severity: 'warning',
  team: 'infrastructure',
  summary: 'A queue of the Collector will be full within four hours',
  description:
    'The queue of {{ $labels.exporter }} fills faster than it empties and will be full within four hours.',
  panel: pipeline('Collector queues'),
};

export const collectorDroppingData: Alert = {
  name: 'CollectorDroppingData',
  expression: anyOf(SERVICE, [
    collectorEnqueueFailedSpansTotal,
    collectorEnqueueFailedLogRecordsTotal,
    collectorRefusedSpansTotal,
    collectorRefusedLogRecordsTotal,
    collectorTracesDroppedEarlyTotal,
  ]),
  for: '1m',
  severity: 'warning',
  team: 'infrastructure',
  summary: 'The Collector takes less than it is given',
  description:
    '{{ $labels.service }} has refused or thrown away {{ $value | humanize }} items of late, because a queue or its memory is full.',
  panel: pipeline('Collector queues'),
};

export const lokiIngestionFailing: Alert = {
  name: 'LokiIngestionFailing',
  expression: `${sumBy(SERVICE, increase(countOf(lokiRequestDurationSeconds), '5m', { route: like('otlp_v1_logs|loki_api_v1_push|/logproto.Pusher/Push'), status_code: like('5..|error') }))} > 0
or ${anyOf(SERVICE, [lokiDiscardedSamplesTotal, lokiWalDiskFullFailuresTotal])}
or ${sumBy(SERVICE, appeared(lokiDiscardedSamplesTotal, '5m'))} > 0`,
  for: '1m',
  severity: 'critical',
  team: 'infrastructure',
  summary: 'Loki does not take all lines',
  description:
    '{{ $labels.service }} has failed or refused {{ $value | humanize }} times of late to store lines.',
  panel: pipeline('Loki: lines refused'),
};

export const tempoIngestionFailing: Alert = {
  name: 'TempoIngestionFailing',
  expression: `${anyOf(SERVICE, [tempoReceiverRefusedSpans, tempoDiscardedSpansTotal, tempoFailedCompletionsTotal])}
or ${sumBy(SERVICE, appeared(tempoDiscardedSpansTotal, '5m'))} > 0`,
  for: '1m',
  severity: 'warning',
  team: 'infrastructure',
  summary: 'Tempo does not take all spans',
  description:
    '{{ $labels.service }} has refused or thrown away {{ $value | humanize }} spans or blocks of late.',
  panel: pipeline('Tempo: spans in'),
};

export const lokiRulesFailing: Alert = {
  name: 'LokiRulesFailing',
  expression: anyOf(SERVICE, [lokiRuleFailuresTotal, lokiNotificationErrorsTotal]),
  for: '1m',
  severity: 'critical',
  team: 'infrastructure',
  summary: 'Alerts over lines do not work',
  description:
    'The ruler of {{ $labels.service }} failed {{ $value | humanize }} times of late to evaluate a rule or to deliver an alert.',
  panel: pipeline('Rule failures'),
};

export const telemetryAlerts: AlertGroup = {
  name: 'telemetry',
  alerts: [
    telemetrySpansDropped,
    collectorExportFailing,
    collectorQueueFilling,
    collectorDroppingData,
    lokiIngestionFailing,
    tempoIngestionFailing,
    lokiRulesFailing,
  ],
};
