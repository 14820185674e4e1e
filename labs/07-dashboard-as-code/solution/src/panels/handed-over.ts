/** Five panels that somebody had handed over, repaired. */
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { timeseries } from '../house-style.ts';
import { lines } from '../queries.ts';

export const handedOver = (): readonly cog.Builder<dashboard.Panel>[] => [
  timeseries({
    title: 'Requests to services, p95',
    description: 'Seconds within which 95 % of the requests to the services of a prediction were answered.',
    unit: units.Seconds,
  }).withTarget(
    lines(
      'histogram_quantile(0.95, sum by (le) (rate(http_server_request_duration_seconds_bucket{service=~"inference|features"}[$__rate_interval])))',
      'p95',
    ),
  ),
  timeseries({
    title: 'Feature lookups, p95',
    description:
      'Seconds within which 95 % of the lookups at the feature service were done, as the caller sees it.',
    unit: units.Seconds,
  }).withTarget(
    lines(
      'histogram_quantile(0.95, sum by (le) (rate(ml_feature_fetch_duration_seconds_bucket[$__rate_interval])))',
      'p95',
    ),
  ),
  timeseries({
    title: 'Memory',
    description: 'Bytes that the processes of the services hold. A line that only ever rises is a leak.',
    unit: units.BytesIEC,
  }).withTarget(
    lines('sum by (service) (process_resident_memory_bytes{service=~"inference|features"})', '{{service}}'),
  ),
  timeseries({
    title: 'Degraded predictions',
    description: 'Share of the predictions that were made from defaults, because no features could be had.',
    unit: units.PercentUnit,
  }).withTarget(
    lines(
      'sum(rate(ml_prediction_features_source_total{features_source="default"}[$__rate_interval])) / (sum(rate(ml_prediction_features_source_total[$__rate_interval])) > 0)',
      'degraded',
    ),
  ),
  timeseries({
    title: 'Failed predictions',
    description:
      'Predictions per second that ended with an error. 0 is good; nothing at all means that nobody counts.',
    unit: units.RequestsPerSecond,
  }).withTarget(
    lines(
      'sum(rate(ml_predictions_total{status="error"}[$__rate_interval])) or 0 * sum(rate(ml_predictions_total[$__rate_interval]))',
      'failed',
    ),
  ),
];
