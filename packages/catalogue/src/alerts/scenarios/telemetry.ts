import {
  collectorQueueCapacity,
  collectorQueueSize,
  collectorRefusedSpansTotal,
  collectorSendFailedSpansTotal,
  collectorSentLogRecordsTotal,
} from '../../external/collector.ts';
import { lokiRequestDurationSeconds, lokiRuleFailuresTotal } from '../../external/loki.ts';
import { up } from '../../external/prometheus.ts';
import { tempoDiscardedSpansTotal, tempoReceiverRefusedSpans } from '../../external/tempo.ts';
import { telemetrySpansDroppedTotal } from '../../metrics/telemetry.ts';
import { select } from '../../promql.ts';
import {
  collectorDroppingData,
  collectorExportFailing,
  collectorQueueFilling,
  lokiIngestionFailing,
  lokiRulesFailing,
  telemetrySpansDropped,
  tempoIngestionFailing,
} from '../telemetry.ts';
import { type AlertScenario, COUNTED_BEFORE, growing } from './scenario.ts';

const dropped = select(telemetrySpansDroppedTotal, { service: 'inference', reason: 'queue_full' });
const LOGS = { service: 'collector', exporter: 'otlp_http/logs' } as const;

const queueSize = select(collectorQueueSize, { ...LOGS, data_type: 'logs' });
const queueCapacity = select(collectorQueueCapacity, { ...LOGS, data_type: 'logs' });
const refusedSpans = select(collectorRefusedSpansTotal, { service: 'collector', receiver: 'otlp' });
const lokiRequests = (route: string) =>
  select(
    { ...lokiRequestDurationSeconds, name: `${lokiRequestDurationSeconds.name}_count` },
    { service: 'loki', method: 'POST', route, status_code: '500' },
  );
const tempoRefused = select(tempoReceiverRefusedSpans, {
  service: 'tempo',
  receiver: 'otlp',
  transport: 'grpc',
});
const TEMPO = { job: 'tempo', instance: 'tempo:3200', service: 'tempo' } as const;
const tempoDiscarded = select(tempoDiscardedSpansTotal, { ...TEMPO, reason: 'trace_too_large' });
const tempoUp = select(up, TEMPO);
const lokiRuleFailures = select(lokiRuleFailuresTotal, { service: 'loki', rule_group: 'errors' });

export const telemetryScenarios: readonly AlertScenario[] = [
  {
    alert: telemetrySpansDropped,
    fires: {
      series: { [dropped]: '0x4 0+30x40 1200x60' },
      pendingAt: '1m45s',
      at: '7m',
      resolvedAt: '20m',
      labels: { service: 'inference', reason: 'queue_full' },
      description: 'inference has lost 600 spans (queue_full); its traces have holes.',
    },
    staysSilent: [
      {
        because: 'what was lost before is counted and does not grow',
        series: { [dropped]: '500x60' },
        at: '10m',
      },
    ],
  },
  {
    alert: collectorExportFailing,
    fires: {
      // Loki is away from the 9th to the 40th step: lines gather, none leaves.
      series: {
        [select(collectorQueueSize, { ...LOGS, data_type: 'logs' })]: '0x8 500x43 0x60',
        [select(collectorSentLogRecordsTotal, LOGS)]: '0+100x8 800x43 900+100x60',
      },
      pendingAt: '7m45s',
      at: '10m',
      resolvedAt: '19m',
      labels: LOGS,
      description:
        'Through otlp_http/logs the Collector either loses items or has a queue from which nothing leaves.',
    },
    staysSilent: [
      {
        because: 'a queue that is never empty is normal while lines leave it',
        series: {
          [select(collectorQueueSize, { ...LOGS, data_type: 'logs' })]: '500x60',
          [select(collectorSentLogRecordsTotal, LOGS)]: '0+100x60',
        },
        at: '10m',
      },
    ],
  },
  {
    alert: collectorExportFailing,
    fires: {
      series: {
        [select(collectorSendFailedSpansTotal, { service: 'collector', exporter: 'otlp_grpc/traces' })]:
          '0+50x40 2000x60',
      },
      pendingAt: '45s',
      at: '7m',
      resolvedAt: '18m',
      labels: { service: 'collector', exporter: 'otlp_grpc/traces' },
      description:
        'Through otlp_grpc/traces the Collector either loses items or has a queue from which nothing leaves.',
    },
    staysSilent: [
      {
        because: 'a failure of long ago is counted and does not grow',
        series: {
          [select(collectorSendFailedSpansTotal, { service: 'collector', exporter: 'otlp_grpc/traces' })]:
            '2000x60',
        },
        at: '10m',
      },
    ],
  },
  {
    alert: collectorQueueFilling,
    fires: {
      series: { [queueSize]: '0x4 0+500x60 0x30', [queueCapacity]: '50000x100' },
      pendingAt: '6m',
      at: '10m',
      resolvedAt: '18m',
      labels: LOGS,
      description:
        'The queue of otlp_http/logs fills faster than it empties and will be full within four hours.',
    },
    staysSilent: [
      {
        because: 'a queue that stays as long as it is',
        series: { [queueSize]: '4000x60', [queueCapacity]: '50000x60' },
        at: '12m',
      },
      {
        because: 'a few items more than before are no trend',
        series: { [queueSize]: '0+20x60', [queueCapacity]: '50000x60' },
        at: '12m',
      },
    ],
  },
  {
    alert: collectorDroppingData,
    fires: {
      series: { [refusedSpans]: growing(30) },
      pendingAt: '2m',
      at: '7m',
      resolvedAt: '18m',
      labels: { service: 'collector' },
      description:
        'collector has refused or thrown away 600 items of late, because a queue or its memory is full.',
    },
    staysSilent: [
      {
        because: 'what was refused before does not grow',
        series: { [refusedSpans]: COUNTED_BEFORE },
        at: '10m',
      },
    ],
  },
  {
    alert: lokiIngestionFailing,
    fires: {
      series: { [lokiRequests('otlp_v1_logs')]: growing(10) },
      pendingAt: '2m',
      at: '7m',
      resolvedAt: '18m',
      labels: { service: 'loki' },
      description: 'loki has failed or refused 200 times of late to store lines.',
    },
    staysSilent: [
      {
        because: 'a query that fails has lost no line',
        series: { [lokiRequests('loki_api_v1_query_range')]: growing(10) },
        at: '7m',
      },
    ],
  },
  {
    alert: tempoIngestionFailing,
    fires: {
      series: { [tempoRefused]: growing(10) },
      pendingAt: '2m',
      at: '7m',
      resolvedAt: '18m',
      labels: { service: 'tempo' },
      description: 'tempo has refused or thrown away 200 spans or blocks of late.',
    },
    staysSilent: [
      {
        because: 'what was refused before does not grow',
        series: { [tempoRefused]: COUNTED_BEFORE },
        at: '10m',
      },
    ],
  },
  {
    alert: tempoIngestionFailing,
    fires: {
      // Tempo counts discarded spans by reason, and a reason is there from its first span on.
      series: { [tempoDiscarded]: '_x27 6000x60', [tempoUp]: '1x90' },
      pendingAt: '7m30s',
      at: '9m',
      resolvedAt: '14m',
      labels: { service: 'tempo' },
      description: 'tempo has refused or thrown away 6k spans or blocks of late.',
    },
    staysSilent: [
      {
        because: 'what was discarded before Tempo was looked at',
        series: { [tempoDiscarded]: '_x27 6000x60', [tempoUp]: '_x27 1x60' },
        at: '9m',
      },
    ],
  },
  {
    alert: lokiRulesFailing,
    fires: {
      series: { [lokiRuleFailures]: growing(1) },
      pendingAt: '2m',
      at: '7m',
      resolvedAt: '18m',
      labels: { service: 'loki' },
      description: 'The ruler of loki failed 20 times of late to evaluate a rule or to deliver an alert.',
    },
    staysSilent: [
      {
        because: 'what failed before does not grow',
        series: { [lokiRuleFailures]: COUNTED_BEFORE },
        at: '10m',
      },
    ],
  },
];
