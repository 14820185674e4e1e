import {
  collectorQueueSize,
  collectorSendFailedSpansTotal,
  collectorSentLogRecordsTotal,
} from '../../external/collector.ts';
import { telemetrySpansDroppedTotal } from '../../metrics/telemetry.ts';
import { select } from '../../promql.ts';
import { collectorExportFailing, telemetrySpansDropped } from '../telemetry.ts';
import type { AlertScenario } from './scenario.ts';

const dropped = select(telemetrySpansDroppedTotal, { service: 'inference', reason: 'queue_full' });
const LOGS = { service: 'collector', exporter: 'otlp_http/logs' } as const;

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
];
