import * as units from '@grafana/grafana-foundation-sdk/units';
import { spanCallsTotal, spanDurationSeconds } from '@lab/catalogue/external';
import { bucketRate, quantile, rate, ratio, sumBy } from '@lab/catalogue/promql';
import { assemble } from '../assemble.ts';
import { bars, heatmap, serviceMap, timeseries, traceTable } from '../house-style.ts';
import { spanLinks } from '../links.ts';
import {
  exemplarQuery,
  heatmapQuery,
  instantQuery,
  promQuery,
  serviceMapQuery,
  tracesQuery,
  WINDOW,
} from '../targets.ts';
import { tracedServiceVariable } from '../variables.ts';
import { edgeDuration, edgeFailures, edgeTraffic } from './lab-overview.ts';

const CHOSEN = { service_name: '$service' } as const;
const SPAN = ['service_name', 'span_name'] as const;

export const map = () =>
  serviceMap({
    title: 'Service map',
    description:
      'Who calls whom, with requests per second, duration and the share that fails, from the pairs of spans that Tempo finds.',
  }).withTarget(serviceMapQuery());

export const spanRate = () =>
  timeseries({
    title: 'Spans',
    description: 'Spans per second of the chosen service by name: what it does, and how often.',
    unit: units.EventsPerSecond,
  })
    .withTarget(promQuery(sumBy(SPAN, rate(spanCallsTotal, WINDOW, CHOSEN)), '{{span_name}}'))
    .dataLinks(spanLinks());

export const spanErrors = () =>
  timeseries({
    title: 'Failed spans',
    description: 'Share of the spans that ended with an error, by name.',
    unit: units.PercentUnit,
  })
    .withTarget(
      promQuery(
        ratio(
          `(${sumBy(SPAN, rate(spanCallsTotal, WINDOW, { ...CHOSEN, status_code: 'STATUS_CODE_ERROR' }))} or 0 * ${sumBy(SPAN, rate(spanCallsTotal, WINDOW, CHOSEN))})`,
          sumBy(SPAN, rate(spanCallsTotal, WINDOW, CHOSEN)),
        ),
        '{{span_name}}',
      ),
    )
    .dataLinks(spanLinks());

export const spanDuration = () =>
  timeseries({
    title: 'Duration of spans',
    description: 'Seconds within which 95 % of the spans of a name ended. The dots lead to traces.',
    unit: units.Seconds,
  })
    .withTarget(
      exemplarQuery(`${quantile(0.95, spanDurationSeconds, SPAN, WINDOW, CHOSEN)} >= 0`, '{{span_name}}'),
    )
    .dataLinks(spanLinks());

export const durationHeatmap = () =>
  heatmap({
    title: 'Distribution of durations',
    description: 'Spans per second of the chosen service by how long they took.',
    unit: units.Seconds,
  })
    .span(12)
    .withTarget(heatmapQuery(bucketRate(spanDurationSeconds, [], WINDOW, CHOSEN)));

export const timeSpent = () =>
  bars({
    title: 'Where the time goes',
    description: 'Seconds of work per second by kind of span: above 1, that many things run at a time.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(
      instantQuery(
        `topk(10, ${sumBy(SPAN, rate({ ...spanDurationSeconds, name: `${spanDurationSeconds.name}_sum` }, '5m', CHOSEN))})`,
        '{{span_name}}',
      ),
    );

export const recent = () =>
  traceTable({
    title: 'Recent traces',
    description: 'Traces that pass through the chosen service; the id opens the trace.',
  }).withTarget(tracesQuery('{ resource.service.name = "$service" }'));

export const slow = () =>
  traceTable({
    title: 'Traces with slow spans',
    description:
      'A span of the chosen service that took longer than 5 ms, most of which wait for somebody else.',
  }).withTarget(tracesQuery('{ resource.service.name = "$service" && duration > 5ms }'));

export const failed = () =>
  traceTable({
    title: 'Traces with errors',
    description: 'A span of the chosen service that failed. Empty while nothing fails.',
  }).withTarget(tracesQuery('{ resource.service.name = "$service" && status = error }'));

export const acrossServices = () =>
  traceTable({
    title: 'Predictions that reach the database',
    description: 'A prediction, and below it a statement of SQL: the whole way, in one query.',
  }).withTarget(tracesQuery('{ name = "predict_request" } >> { span.db.system.name = "postgresql" }'));

export const traces = () =>
  assemble({
    uid: 'traces',
    title: 'Traces and service map',
    description: 'Who calls whom, how long each step takes, and the traces behind the figures.',
    tags: ['traces', 'services'],
    variables: [tracedServiceVariable()],
    rows: [
      { title: 'Map', panels: [map()] },
      { title: 'Calls', panels: [edgeTraffic(), edgeFailures(), edgeDuration()] },
      {
        title: 'Spans of the service',
        panels: [spanRate(), spanErrors(), spanDuration(), durationHeatmap(), timeSpent()],
      },
      { title: 'Traces', panels: [recent(), slow(), failed(), acrossServices()] },
    ],
  });
