/** One function per way to ask. The datasource is named on every query, so that a copied panel still knows it. */
import * as loki from '@grafana/grafana-foundation-sdk/loki';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as tempo from '@grafana/grafana-foundation-sdk/tempo';
import { LOKI, PROMETHEUS, TEMPO } from './datasources.ts';

/** Four scrape intervals, or the width of a pixel where that is more: Grafana works it out. */
export const WINDOW = '$__rate_interval';

/** What engines say of themselves is scraped every 15 s, everything else every 5. */
const OF_ENGINES = /\b(?:alertmanager|loki|otelcol|prometheus|tempo)_\w/;
export const ENGINE_SCRAPE_INTERVAL = '15s';

/**
 * With a minimum step where it is about engines: four of the datasource's scrape intervals hold one sample of an engine as
 * often as two, and a rate of one is a hole in the graph.
 */
const stepped = (query: prometheus.DataqueryBuilder, expression: string) =>
  expression.includes(WINDOW) && OF_ENGINES.test(expression) ? query.interval(ENGINE_SCRAPE_INTERVAL) : query;

export const promQuery = (expression: string, legend: string) =>
  stepped(
    new prometheus.DataqueryBuilder()
      .datasource(PROMETHEUS)
      .expr(expression)
      .legendFormat(legend)
      .range()
      .exemplar(false),
    expression,
  );

/** For latencies: the dots on the graph lead to traces. */
export const exemplarQuery = (expression: string, legend: string) =>
  promQuery(expression, legend).exemplar(true);

/** The state now, for single numbers and tables. */
export const instantQuery = (expression: string, legend: string) =>
  stepped(
    new prometheus.DataqueryBuilder()
      .datasource(PROMETHEUS)
      .expr(expression)
      .legendFormat(legend)
      .instant()
      .exemplar(false),
    expression,
  );

export const tableQuery = (expression: string) =>
  instantQuery(expression, '').format(prometheus.PromQueryFormat.Table);

/** Rows of a table, each with its labels, as `distribution` wants them. */
export const rowsQuery = (expression: string, legend: string) =>
  instantQuery(expression, legend).format(prometheus.PromQueryFormat.Table);

/** Buckets as they come from `bucketRate`, one row per `le`. */
export const heatmapQuery = (expression: string) =>
  promQuery(expression, '{{le}}').format(prometheus.PromQueryFormat.Heatmap);

/** Numbers made of lines. */
export const logMetricQuery = (expression: string, legend: string) =>
  new loki.DataqueryBuilder()
    .datasource(LOKI)
    .expr(expression)
    .legendFormat(legend)
    .range(true)
    .queryType('range');

/** Lines themselves. */
export const linesQuery = (expression: string) =>
  new loki.DataqueryBuilder().datasource(LOKI).expr(expression).queryType('range').maxLines(200);

/** Traces that match, newest first. */
export const tracesQuery = (traceQl: string) =>
  new tempo.DataqueryBuilder()
    .datasource(TEMPO)
    .queryType('traceql')
    .query(traceQl)
    .tableType(tempo.SearchTableType.Traces)
    .limit(20);

/** The service map that Tempo's datasource draws of its service graph in Prometheus. */
export const serviceMapQuery = () =>
  new tempo.DataqueryBuilder().datasource(TEMPO).queryType(tempo.TempoQueryType.ServiceMap);
