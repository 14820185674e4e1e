/** What has moved, how sure that is, and by how much. */
import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  mlConceptDriftScore,
  mlDataDriftEffectSize,
  mlDataDriftPValue,
  mlDataDriftSamples,
  mlDataDriftScore,
  mlDataDriftSegmentScore,
  mlDataDriftState,
  mlDataDriftStatistic,
  mlDataDriftThreshold,
  mlPredictionDriftScore,
  mlRecentDriftScore,
  mlRecentDriftState,
} from '@lab/catalogue';
import { conceptDriftDetected, dataDriftDetected, predictionDistributionShift } from '@lab/catalogue/alerts';
import { countBy, maxBy, minBy, select } from '@lab/catalogue/promql';
import { firesAt, limitOf } from '../../alert-limits.ts';
import { asLine, limitAt, stacked, timeseries } from '../../house-style.ts';
import { promQuery } from '../../targets.ts';

const CHOSEN = { model_name: '$model' } as const;
const FEATURE = '{{feature_name}}';

export const driftScore = () =>
  timeseries({
    title: 'Drift score',
    description: `Per feature, calibrated for the size of the window: 0 is as expected, 0.7 asks for action. ${firesAt(dataDriftDetected)}`,
    unit: units.Short,
  })
    .span(12)
    .max(1)
    .thresholds(limitAt(limitOf(dataDriftDetected).value))
    .thresholdsStyle(asLine())
    .withTarget(promQuery(select(mlDataDriftScore, CHOSEN), FEATURE));

export const features = () =>
  stacked({
    title: 'Features by state',
    description:
      'How many features are in which state. "insufficient_data" is an honest answer, not a good one.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(promQuery(countBy(['state'], `${select(mlDataDriftState, CHOSEN)} == 1`), '{{state}}'));

export const recentScore = () =>
  timeseries({
    title: 'Drift score against the last 7 days',
    description:
      'The same features against what the model was given before: high above and low here is old news, high in both began lately. No alert looks at it.',
    unit: units.Short,
  })
    .span(12)
    .max(1)
    .withTarget(promQuery(select(mlRecentDriftScore, CHOSEN), FEATURE));

export const recentFeatures = () =>
  stacked({
    title: 'Features by state against the last 7 days',
    description:
      'One prediction in 64 is remembered, and 500 of them from full hours past are needed: until then it is "insufficient_data".',
    unit: units.Short,
  })
    .span(12)
    .withTarget(promQuery(countBy(['state'], `${select(mlRecentDriftState, CHOSEN)} == 1`), '{{state}}'));

export const predictionDriftScore = () =>
  timeseries({
    title: 'Prediction drift score',
    description: `The answers of the model against those on the reference: it needs no labels, and moves first. ${firesAt(predictionDistributionShift)}`,
    unit: units.Short,
  })
    .max(1)
    .thresholds(limitAt(limitOf(predictionDistributionShift).value))
    .thresholdsStyle(asLine())
    .withTarget(promQuery(select(mlPredictionDriftScore, CHOSEN), '{{output}}'));

export const conceptDriftScore = () =>
  timeseries({
    title: 'Concept drift score',
    description: `The relation of score and label: what the model has learnt is no longer so. It needs labels. ${firesAt(conceptDriftDetected)}`,
    unit: units.Short,
  })
    .max(1)
    .thresholds(limitAt(limitOf(conceptDriftDetected).value))
    .thresholdsStyle(asLine())
    .withTarget(promQuery(select(mlConceptDriftScore, CHOSEN), 'version {{model_version}}'));

export const segmentScore = () =>
  timeseries({
    title: 'Drift by segment',
    description:
      'The worst feature within each part of the traffic. A part may drift while the whole stands still.',
    unit: units.Short,
  })
    .max(1)
    .withTarget(promQuery(select(mlDataDriftSegmentScore, CHOSEN), '{{segment}}'));

export const pValue = () =>
  timeseries({
    title: 'p value',
    description:
      'Chance of such a difference where nothing has changed, before the control of false discoveries. Small by chance, too, where many features are tested.',
    unit: units.Short,
  })
    .max(1)
    .withTarget(promQuery(minBy(['feature_name'], select(mlDataDriftPValue, CHOSEN)), FEATURE));

export const effectSize = () =>
  timeseries({
    title: 'Effect size',
    description:
      'How far a feature moved beyond what chance alone moves it in a window of this size, in the unit of its method: 0 is no more than chance, and a small value stays small however sure it is.',
    unit: units.Short,
  }).withTarget(promQuery(maxBy(['feature_name'], select(mlDataDriftEffectSize, CHOSEN)), FEATURE));

export const againstThreshold = () =>
  timeseries({
    title: 'Statistic against its threshold',
    description:
      'The statistic as a share of what this window size would call drift, by method: 1 is the threshold.',
    unit: units.PercentUnit,
  }).withTarget(
    promQuery(
      `${select(mlDataDriftStatistic, CHOSEN)} / (${select(mlDataDriftThreshold, CHOSEN)} > 0)`,
      `${FEATURE} {{method}}`,
    ),
  );

export const statisticOfFeature = () =>
  timeseries({
    title: 'Statistic of the feature',
    description:
      'The chosen feature: its statistic in the unit of its method, and the threshold of this window size.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(
      promQuery(select(mlDataDriftStatistic, { ...CHOSEN, feature_name: '$feature' }), '{{method}}'),
    )
    .withTarget(
      promQuery(
        select(mlDataDriftThreshold, { ...CHOSEN, feature_name: '$feature' }),
        'threshold of {{method}}',
      ),
    );

export const samples = () =>
  timeseries({
    title: 'Samples compared',
    description: 'Values of the chosen feature in the reference and in the window last compared.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(promQuery(select(mlDataDriftSamples, { ...CHOSEN, feature_name: '$feature' }), '{{window}}'));
