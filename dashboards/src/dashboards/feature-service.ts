import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  databasePoolConnections,
  dataLastUpdatedTimestamp,
  dataQualityFailedChecksTotal,
  featureEntities,
  featureLookupsTotal,
  featureStoreQueryDurationSeconds,
  featureValuesTotal,
  featureWritesTotal,
} from '@lab/catalogue';
import { featureDataStale } from '@lab/catalogue/alerts';
import { spanDurationSeconds } from '@lab/catalogue/external';
import { maxBy, not, quantile, rate, ratio, select, sumBy } from '@lab/catalogue/promql';
import { firesAt, limitOf, seconds } from '../alert-limits.ts';
import { assemble } from '../assemble.ts';
import { asLine, limitAt, stacked, stat, timeseries } from '../house-style.ts';
import { serviceLinks } from '../links.ts';
import { exemplarQuery, instantQuery, promQuery, WINDOW } from '../targets.ts';

const VIEW = ['feature_view'] as const;

export const freshness = () =>
  timeseries({
    title: 'Age of the newest feature',
    description: `Seconds since the newest event in the store. A line that climbs means that nobody writes any more. ${firesAt(featureDataStale, seconds)}`,
    unit: units.Seconds,
  })
    .thresholds(limitAt(limitOf(featureDataStale).value))
    .thresholdsStyle(asLine())
    .withTarget(promQuery(`time() - ${maxBy(VIEW, select(dataLastUpdatedTimestamp))}`, '{{feature_view}}'));

export const entities = () =>
  stat({ title: 'Entities', description: 'Entities stored.', unit: units.Short })
    .span(8)
    .height(8)
    .withTarget(instantQuery(maxBy(VIEW, select(featureEntities)), '{{feature_view}}'));

export const writes = () =>
  stacked({
    title: 'Writes',
    description: 'Entities written per second. "stale" is older than what is stored and changes nothing.',
    unit: units.WritesPerSecond,
  }).withTarget(promQuery(sumBy(['outcome'], rate(featureWritesTotal, WINDOW)), '{{outcome}}'));

export const lookups = () =>
  timeseries({
    title: 'Lookups',
    description: 'Entities looked up per second.',
    unit: units.ReadsPerSecond,
  })
    .withTarget(promQuery(sumBy(['service', ...VIEW], rate(featureLookupsTotal, WINDOW)), '{{feature_view}}'))
    .dataLinks(serviceLinks());

export const valueStatuses = () =>
  stacked({
    title: 'Values served',
    description:
      'Values per second by status. Missing and stale values are filled with defaults by the caller.',
    unit: units.CountsPerSecond,
  }).withTarget(promQuery(sumBy(['status'], rate(featureValuesTotal, WINDOW)), '{{status}}'));

export const missingByFeature = () =>
  timeseries({
    title: 'Not present',
    description: 'Share of a feature’s values that were missing or stale.',
    unit: units.PercentUnit,
  }).withTarget(
    promQuery(
      ratio(
        sumBy(['feature_name'], rate(featureValuesTotal, WINDOW, { status: not('present') })),
        sumBy(['feature_name'], rate(featureValuesTotal, WINDOW)),
      ),
      '{{feature_name}}',
    ),
  );

export const failedChecks = () =>
  stacked({
    title: 'Failed checks',
    description: 'Values per second that failed a check on write.',
    unit: units.CountsPerSecond,
  })
    .span(12)
    .withTarget(
      promQuery(
        sumBy(['feature_name', 'check'], rate(dataQualityFailedChecksTotal, WINDOW)),
        '{{feature_name}}: {{check}}',
      ),
    );

export const sqlDuration = () =>
  timeseries({
    title: 'SQL duration',
    description: 'Per operation, p95, as the service sees it, the wait for a connection included.',
    unit: units.Seconds,
  }).withTarget(
    exemplarQuery(
      `${quantile(0.95, featureStoreQueryDurationSeconds, ['operation'], WINDOW)} >= 0`,
      '{{operation}}',
    ),
  );

export const sqlSpans = () =>
  timeseries({
    title: 'SQL spans',
    description: 'Per statement, p95, from the spans: without the wait for a connection.',
    unit: units.Seconds,
  }).withTarget(
    exemplarQuery(
      `${quantile(0.95, spanDurationSeconds, ['span_name'], WINDOW, { db_system_name: not('') })} >= 0`,
      '{{span_name}}',
    ),
  );

export const connections = () =>
  stacked({
    title: 'Connections',
    description:
      'Connections of the pool, and callers that wait for one. Waiting means that the pool is too small.',
    unit: units.Short,
  }).withTarget(promQuery(sumBy(['state'], select(databasePoolConnections)), '{{state}}'));

export const featureService = () =>
  assemble({
    uid: 'feature-service',
    title: 'Feature service',
    description: 'Are features fresh, complete and true, and how fast does the database give them.',
    tags: ['data'],
    rows: [
      { title: 'Freshness', panels: [freshness(), writes(), entities()] },
      { title: 'Completeness', panels: [lookups(), valueStatuses(), missingByFeature()] },
      { title: 'Quality', panels: [failedChecks(), connections().span(12)] },
      { title: 'Database', panels: [sqlDuration().span(12), sqlSpans().span(12)] },
    ],
  });
