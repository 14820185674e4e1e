import * as units from '@grafana/grafana-foundation-sdk/units';
import { assemble } from '../assemble.ts';
import { LOKI } from '../datasources.ts';
import { lines, stacked, timeseries } from '../house-style.ts';
import { linesQuery, logMetricQuery } from '../targets.ts';
import { loggingServiceVariable } from '../variables.ts';

const CHOSEN = '{service_name=~"$service"}';
const PREDICTIONS = '{service_name="inference"} | event_type="model_prediction"';
/** The step of the graph; Grafana works it out. */
const STEP = '$__auto';

export const linesByService = () =>
  stacked({
    title: 'Lines by service',
    description: 'Lines per second.',
    unit: units.EventsPerSecond,
  })
    .datasource(LOKI)
    .withTarget(logMetricQuery(`sum by (service_name) (rate(${CHOSEN} [${STEP}]))`, '{{service_name}}'));

export const linesByLevel = () =>
  stacked({
    title: 'Lines by level',
    description: 'Lines per second by severity.',
    unit: units.EventsPerSecond,
  })
    .datasource(LOKI)
    .withTarget(logMetricQuery(`sum by (severity_text) (rate(${CHOSEN} [${STEP}]))`, '{{severity_text}}'));

export const linesByEvent = () =>
  stacked({
    title: 'Lines by event',
    description: 'Lines per second by what they are about.',
    unit: units.EventsPerSecond,
  })
    .datasource(LOKI)
    .withTarget(
      logMetricQuery(
        `topk(10, sum by (event_type) (rate(${CHOSEN} | event_type!="" [${STEP}])))`,
        '{{event_type}}',
      ),
    );

export const predictionsByDecision = () =>
  stacked({
    title: 'Predictions by decision',
    description: 'From the prediction events: the same as the counter, and each line behind it can be read.',
    unit: units.EventsPerSecond,
  })
    .datasource(LOKI)
    .withTarget(logMetricQuery(`sum by (prediction) (rate(${PREDICTIONS} [${STEP}]))`, '{{prediction}}'));

export const predictionLatency = () =>
  timeseries({
    title: 'Latency of predictions',
    description: 'Milliseconds, p99 of the field latency_ms: exact, where histograms interpolate.',
    unit: units.Milliseconds,
  })
    .datasource(LOKI)
    .withTarget(
      logMetricQuery(
        `quantile_over_time(0.99, ${PREDICTIONS} | unwrap latency_ms | __error__="" [${STEP}]) by (model_version)`,
        'version {{model_version}}',
      ),
    );

export const degradedPredictions = () =>
  timeseries({
    title: 'Degraded predictions',
    description: 'Predictions per second made with default features.',
    unit: units.EventsPerSecond,
  })
    .datasource(LOKI)
    .withTarget(
      logMetricQuery(
        `sum by (model_version) (rate(${PREDICTIONS} | features_source="default" [${STEP}]))`,
        'version {{model_version}}',
      ),
    );

export const errors = () =>
  lines({
    title: 'Warnings and errors',
    description: 'Each with the trace that it belongs to: open a line, follow trace_id.',
  }).withTarget(linesQuery(`${CHOSEN} | severity_text=~"warn|error|fatal"`));

export const predictionEvents = () =>
  lines({
    title: 'Prediction events',
    description: 'One line per prediction, with its inputs, its score and its decision as fields.',
  }).withTarget(linesQuery(PREDICTIONS));

export const everything = () =>
  lines({
    title: 'All lines',
    description: 'Everything that the chosen services wrote.',
  }).withTarget(linesQuery(CHOSEN));

export const logs = () =>
  assemble({
    uid: 'logs',
    title: 'Logs',
    description: 'How much services write, about what, and the lines themselves.',
    tags: ['logs'],
    variables: [loggingServiceVariable()],
    rows: [
      { title: 'Volume', panels: [linesByService(), linesByLevel(), linesByEvent()] },
      { title: 'Predictions', panels: [predictionsByDecision(), predictionLatency(), degradedPredictions()] },
      { title: 'Lines', panels: [errors(), predictionEvents(), everything()] },
    ],
  });
