/** Where the values of a feature lie, now and in the reference, and what is wrong with some of them. */
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { mlFeatureBinRatio, mlRequestQualityCheckedTotal, mlRequestQualityIssuesTotal } from '@lab/catalogue';
import { requestValuesInvalid } from '@lab/catalogue/alerts';
import { rate, ratio, select, sumBy } from '@lab/catalogue/promql';
import {
  featureBinRatio,
  featureJensenShannon,
  featurePsi,
  featureReferenceRatio,
} from '@lab/catalogue/rules';
import { firesAt, limitOf, percent } from '../../alert-limits.ts';
import { asLine, distribution, limitAt, timeseries } from '../../house-style.ts';
import { promQuery, rowsQuery, WINDOW } from '../../targets.ts';

const CHOSEN = { model_name: '$model' } as const;
const ONE = { ...CHOSEN, feature_name: '$feature' } as const;
const BIN = 'bin';

/** Two tables of bins become one with a column for each. */
const sideBySide = (names: Readonly<Record<string, string>>): dashboard.DataTransformerConfig[] => [
  { id: 'joinByField', options: { byField: BIN, mode: 'outer' } },
  {
    id: 'organize',
    options: { excludeByName: { 'Time 1': true, 'Time 2': true }, renameByName: names },
  },
];

export const compared = () =>
  distribution(
    {
      title: 'Distribution of the feature',
      description:
        'Share of the values in each bin of the reference, in the reference and in the window last compared.',
      unit: units.PercentUnit,
    },
    BIN,
  )
    .withTarget(
      rowsQuery(sumBy([BIN], select(mlFeatureBinRatio, { ...ONE, window: 'reference' })), 'reference'),
    )
    .withTarget(rowsQuery(sumBy([BIN], select(mlFeatureBinRatio, { ...ONE, window: 'current' })), 'current'))
    .transformations(sideBySide({ 'Value #A': 'reference', 'Value #B': 'current' }));

export const overAllReplicas = () =>
  distribution(
    {
      title: 'Distribution over all replicas',
      description:
        'The same without the monitor: every replica counts what its model is given, Prometheus adds up. The last hour.',
      unit: units.PercentUnit,
    },
    BIN,
  )
    .withTarget(rowsQuery(sumBy([BIN], select(featureReferenceRatio, ONE)), 'reference'))
    .withTarget(rowsQuery(sumBy([BIN], select(featureBinRatio, ONE)), 'last hour'))
    .transformations(sideBySide({ 'Value #A': 'reference', 'Value #B': 'last hour' }));

export const stabilityIndex = () =>
  timeseries({
    title: 'Population stability index',
    description:
      'Computed in Prometheus over all replicas, the last hour against the reference: 0.1 is moderate, 0.25 much. It grows with small samples.',
    unit: units.Short,
  }).withTarget(promQuery(select(featurePsi, CHOSEN), '{{feature_name}}'));

export const jensenShannon = () =>
  timeseries({
    title: 'Jensen-Shannon distance',
    description: 'Computed in Prometheus over all replicas: 0 is the same, 0.83 has nothing in common.',
    unit: units.Short,
  }).withTarget(promQuery(select(featureJensenShannon, CHOSEN), '{{feature_name}}'));

const FEATURE = ['model_name', 'feature_name'] as const;

export const invalidValues = () =>
  timeseries({
    title: 'Invalid values in requests',
    description: `Share of the values that fail a check against the reference: missing, out of range, never seen. ${firesAt(requestValuesInvalid, percent)}`,
    unit: units.PercentUnit,
  })
    .thresholds(limitAt(limitOf(requestValuesInvalid).value))
    .thresholdsStyle(asLine())
    .withTarget(
      promQuery(
        ratio(
          sumBy(FEATURE, rate(mlRequestQualityIssuesTotal, WINDOW, CHOSEN)),
          sumBy(FEATURE, rate(mlRequestQualityCheckedTotal, WINDOW, CHOSEN)),
        ),
        '{{feature_name}}',
      ),
    );
