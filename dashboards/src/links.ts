/** From a value to the lines and traces behind it. */
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { TEMPO } from './datasources.ts';

/** Placeholders that Grafana fills in when the link is followed; the URL must hold them unencoded. */
const SERVICE = $('{__field.labels.service}');
const SPAN = $('{__field.labels.span_name}');
const SPAN_SERVICE = $('{__field.labels.service_name}');
const CALLEE = $('{__field.labels.server}');

function $(placeholder: string): string {
  return `$${placeholder}`;
}

const explore = (pane: object) =>
  `/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify({ a: pane })).replaceAll(
    /%24%7B([\w.]+)%7D/g,
    (_match, name: string) => `\${${name}}`,
  )}`;

const traces = (traceQl: string) =>
  explore({
    datasource: TEMPO.uid,
    queries: [{ refId: 'A', datasource: TEMPO, queryType: 'traceql', query: traceQl, limit: 20 }],
    range: { from: $('{__from}'), to: $('{__to}') },
  });

const link = (title: string, url: string) => new dashboard.DashboardLinkBuilder(title).url(url);

/** For series with the label `service`. */
export const serviceLinks = () => [
  link('Details of the service', `/d/services-red?var-service=${SERVICE}&${$('{__url_time_range}')}`),
  link('Lines of the service', `/d/logs?var-service=${SERVICE}&${$('{__url_time_range}')}`),
  link('Slow traces of the service', traces(`{ resource.service.name = "${SERVICE}" && duration > 100ms }`)),
  link('Failed traces of the service', traces(`{ resource.service.name = "${SERVICE}" && status = error }`)),
];

/** For series with the labels `service_name` and `span_name`. */
export const spanLinks = () => [
  link('Traces with this span', traces(`{ resource.service.name = "${SPAN_SERVICE}" && name = "${SPAN}" }`)),
  link(
    'Traces in which it failed',
    traces(`{ resource.service.name = "${SPAN_SERVICE}" && name = "${SPAN}" && status = error }`),
  ),
];

/** For edges of the service graph. */
export const edgeLinks = () => [
  link('Details of the callee', `/d/services-red?var-service=${CALLEE}&${$('{__url_time_range}')}`),
];

/** For panels about predictions, whose series carry no service. */
export const predictionLinks = () => [
  link('Slow predictions', traces('{ name = "predict_request" && duration > 100ms }')),
  link('Failed predictions', traces('{ name = "predict_request" && status = error }')),
  link('Prediction events', `/d/logs?var-service=inference&${$('{__url_time_range}')}`),
];
