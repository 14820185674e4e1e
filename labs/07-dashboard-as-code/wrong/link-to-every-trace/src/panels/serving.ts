/** What customers get. */
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { mlPredictionDurationSeconds, mlPredictionScore, mlPredictionsTotal } from '@lab/catalogue';
import { bucketRate, quantile, rate, ratio, sumBy } from '@lab/catalogue/promql';
import { heatmap, timeseries } from '../house-style.ts';
import { searchTraces } from '../links.ts';
import { lines } from '../queries.ts';
import { CHOSEN, WINDOW } from '../variables.ts';

const asked = sumBy([], rate(mlPredictionsTotal, WINDOW, CHOSEN));
const failed = sumBy([], rate(mlPredictionsTotal, WINDOW, { ...CHOSEN, status: 'error' }));

const requests = () =>
  timeseries({
    title: 'Requests',
    description: 'Predictions per second that customers asked for, by the version that answered.',
    unit: units.RequestsPerSecond,
  }).withTarget(
    lines(sumBy(['model_version'], rate(mlPredictionsTotal, WINDOW, CHOSEN)), 'version {{model_version}}'),
  );

const errorRatio = () =>
  timeseries({
    title: 'Error ratio',
    description: 'Share of the predictions that failed. Empty while nobody asks: then there is no share.',
    unit: units.PercentUnit,
  }).withTarget(lines(ratio(`(${failed} or vector(0))`, asked), 'failed'));

const percentile = (q: number) => quantile(q, mlPredictionDurationSeconds, [], WINDOW, CHOSEN);

const latency = () =>
  timeseries({
    title: 'Latency',
    description: 'Seconds within which half, 95 % and 99 % were answered. The dots lead to traces.',
    unit: units.Seconds,
  })
    .withTarget(lines(percentile(0.5), 'p50'))
    .withTarget(lines(percentile(0.95), 'p95'))
    .withTarget(lines(percentile(0.99), 'p99').exemplar(true))
    .dataLinks([searchTraces('Slow predictions', '{ name = "predict_request" && duration > 2ms }')]);

const scores = () =>
  heatmap({
    title: 'Scores',
    description:
      'Rows per second by the probability that the model gave. A model that is sure has two bands.',
    unit: units.PercentUnit,
  }).withTarget(
    lines(bucketRate(mlPredictionScore, [], WINDOW, CHOSEN), '{{le}}').format(
      prometheus.PromQueryFormat.Heatmap,
    ),
  );

export const serving = (): readonly cog.Builder<dashboard.Panel>[] => [
  requests(),
  errorRatio(),
  latency(),
  scores(),
];
