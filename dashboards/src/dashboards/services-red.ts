import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  httpServerRequestDurationSeconds,
  httpServerRequestsInFlight,
  httpServerRequestsTotal,
  telemetrySpanQueueSize,
} from '@lab/catalogue';
import { eventLoopLagHigh, highErrorRate } from '@lab/catalogue/alerts';
import {
  nodejsEventLoopLagP50Seconds,
  nodejsEventLoopLagP99Seconds,
  nodejsExternalMemoryBytes,
  nodejsGcDurationSeconds,
  nodejsHeapTotalBytes,
  nodejsHeapUsedBytes,
  processCpuSecondsTotal,
  processResidentMemoryBytes,
} from '@lab/catalogue/external';
import { bucketRate, quantile, rate, ratio, select, sumBy } from '@lab/catalogue/promql';
import { firesAt, limitOf, percent, seconds } from '../alert-limits.ts';
import { assemble } from '../assemble.ts';
import { asLine, heatmap, limitAt, lines, stacked, timeseries } from '../house-style.ts';
import { serviceLinks } from '../links.ts';
import { exemplarQuery, heatmapQuery, linesQuery, promQuery, WINDOW } from '../targets.ts';
import { serviceVariable } from '../variables.ts';

/** Only routes that are called: every route exists from the start, at 0. */
const USED = '> 0';
const CHOSEN = { service: '$service' } as const;

export const requestsByRoute = () =>
  timeseries({
    title: 'Requests',
    description: 'Requests per second by route template.',
    unit: units.RequestsPerSecond,
  }).withTarget(
    promQuery(
      `${sumBy(['method', 'route'], rate(httpServerRequestsTotal, WINDOW, CHOSEN))} ${USED}`,
      '{{method}} {{route}}',
    ),
  );

export const requestsByStatus = () =>
  stacked({
    title: 'Answers',
    description: 'Requests per second by class of the status.',
    unit: units.RequestsPerSecond,
  }).withTarget(
    promQuery(
      `${sumBy(['status_class'], rate(httpServerRequestsTotal, WINDOW, CHOSEN))} ${USED}`,
      '{{status_class}}',
    ),
  );

export const errorRatio = () =>
  timeseries({
    title: 'Error ratio',
    description: `Share of requests answered with 5xx. ${firesAt(highErrorRate, percent)}`,
    unit: units.PercentUnit,
  })
    .thresholds(limitAt(limitOf(highErrorRate).value))
    .thresholdsStyle(asLine())
    .withTarget(
      promQuery(
        ratio(
          sumBy(['service'], rate(httpServerRequestsTotal, WINDOW, { ...CHOSEN, status_class: '5xx' })),
          sumBy(['service'], rate(httpServerRequestsTotal, WINDOW, CHOSEN)),
        ),
        '{{service}}',
      ),
    )
    .dataLinks(serviceLinks());

const percentile = (q: number) => quantile(q, httpServerRequestDurationSeconds, ['service'], WINDOW, CHOSEN);

export const latency = () =>
  timeseries({
    title: 'Latency',
    description:
      'Seconds within which half, 95 % and 99 % were answered. The dots are exemplars: follow one to its trace.',
    unit: units.Seconds,
  })
    .withTarget(promQuery(percentile(0.5), 'p50'))
    .withTarget(promQuery(percentile(0.95), 'p95'))
    .withTarget(exemplarQuery(percentile(0.99), 'p99'))
    .dataLinks(serviceLinks());

export const latencyHeatmap = () =>
  heatmap({
    title: 'Latency distribution',
    description:
      'Requests per second by how long they took. Two bands are two kinds of requests, which a percentile hides.',
    unit: units.Seconds,
  }).withTarget(heatmapQuery(bucketRate(httpServerRequestDurationSeconds, [], WINDOW, CHOSEN)));

export const inFlight = () =>
  timeseries({
    title: 'In flight',
    description:
      'Requests received and not yet answered. Growing without end: more arrive than are answered.',
    unit: units.Short,
  }).withTarget(promQuery(select(httpServerRequestsInFlight, CHOSEN), '{{instance}}'));

export const eventLoopLag = () =>
  timeseries({
    title: 'Event loop lag',
    description: `How late the loop turns. Everything in the process waits that long. ${firesAt(eventLoopLagHigh, seconds)}`,
    unit: units.Seconds,
  })
    .thresholds(limitAt(limitOf(eventLoopLagHigh).value))
    .thresholdsStyle(asLine())
    .withTarget(promQuery(select(nodejsEventLoopLagP50Seconds, CHOSEN), 'p50 {{job}}'))
    .withTarget(promQuery(select(nodejsEventLoopLagP99Seconds, CHOSEN), 'p99 {{job}}'));

export const cpu = () =>
  timeseries({
    title: 'CPU',
    description:
      'Processors in use. JavaScript has one; more is the garbage collector, worker threads or ONNX Runtime.',
    unit: units.Short,
  }).withTarget(promQuery(rate(processCpuSecondsTotal, WINDOW, CHOSEN), '{{job}}'));

export const memory = () =>
  timeseries({
    title: 'Memory',
    description: 'What the process holds: resident, the heap reserved and used, and buffers outside of it.',
    unit: units.BytesIEC,
  })
    .withTarget(promQuery(select(processResidentMemoryBytes, CHOSEN), 'resident {{job}}'))
    .withTarget(promQuery(select(nodejsHeapTotalBytes, CHOSEN), 'heap reserved {{job}}'))
    .withTarget(promQuery(select(nodejsHeapUsedBytes, CHOSEN), 'heap used {{job}}'))
    .withTarget(promQuery(select(nodejsExternalMemoryBytes, CHOSEN), 'external {{job}}'));

export const garbageCollection = () =>
  stacked({
    title: 'Garbage collection',
    description: 'Share of the time spent collecting, by kind. Requests wait during most of it.',
    unit: units.PercentUnit,
  }).withTarget(
    promQuery(
      sumBy(
        ['kind'],
        rate({ ...nodejsGcDurationSeconds, name: `${nodejsGcDurationSeconds.name}_sum` }, WINDOW, CHOSEN),
      ),
      '{{kind}}',
    ),
  );

export const spanQueue = () =>
  timeseries({
    title: 'Spans waiting',
    description:
      'Ended spans in memory, waiting for export. At the limit they are dropped: TelemetrySpansDropped.',
    unit: units.Short,
  }).withTarget(promQuery(select(telemetrySpanQueueSize, CHOSEN), '{{job}}'));

export const serviceLines = () =>
  lines({
    title: 'Lines',
    description: 'What the service wrote, requests that went well left out.',
  }).withTarget(
    linesQuery(
      '{service_name="$service"} | event_type!~"http_request|model_prediction" or severity_text!="info"',
    ),
  );

export const servicesRed = () =>
  assemble({
    uid: 'services-red',
    title: 'Services (RED)',
    description: 'Rate, errors and duration of one service, and the Node process below.',
    tags: ['services'],
    variables: [serviceVariable()],
    rows: [
      { title: 'Rate and errors', panels: [requestsByRoute(), requestsByStatus(), errorRatio()] },
      { title: 'Duration', panels: [latency(), latencyHeatmap(), inFlight()] },
      {
        title: 'Process',
        panels: [eventLoopLag(), cpu(), memory(), garbageCollection().span(12), spanQueue().span(12)],
      },
      { title: 'Lines', panels: [serviceLines()] },
    ],
  });
