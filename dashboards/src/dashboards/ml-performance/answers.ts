/** The panels of the guides (rate, latency, accuracy, errors, drift), and how sure the model is. */
import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  mlDataDriftScore,
  mlModelAccuracy,
  mlModelInferenceDurationSeconds,
  mlModelPredictionsTotal,
  mlPredictionDurationSeconds,
  mlPredictionScore,
} from '@lab/catalogue';
import {
  dataDriftDetected,
  highModelErrorRate,
  highModelLatency,
  highPredictionLatency,
  modelAccuracyDrop,
} from '@lab/catalogue/alerts';
import { bucketRate, minBy, quantile, rate, ratio, select, sumBy } from '@lab/catalogue/promql';
import { firesAt, limitOf, percent, seconds } from '../../alert-limits.ts';
import { asLine, floorAt, heatmap, limitAt, stacked, stat, timeseries } from '../../house-style.ts';
import { predictionLinks } from '../../links.ts';
import { exemplarQuery, heatmapQuery, instantQuery, promQuery, WINDOW } from '../../targets.ts';

const CHOSEN = { model_name: '$model' } as const;
const VERSION = ['model_name', 'model_version'] as const;
const LEGEND = '{{model_name}} {{model_version}}';

export const predictionRate = () =>
  stacked({
    title: 'Model prediction rate',
    description: 'Rows per second that each version scores, shadow and canary included.',
    unit: units.RecordsPerSecond,
  })
    .withTarget(promQuery(sumBy(VERSION, rate(mlModelPredictionsTotal, WINDOW, CHOSEN)), LEGEND))
    .dataLinks(predictionLinks());

const inferencePercentile = (q: number) =>
  `${quantile(q, mlModelInferenceDurationSeconds, ['model_version'], WINDOW, CHOSEN)} >= 0`;

export const inferenceLatency = () =>
  timeseries({
    title: 'Model inference latency',
    description: `Time in ONNX Runtime alone, per version. The dots lead to traces. ${firesAt(highModelLatency, seconds)}`,
    unit: units.Seconds,
  })
    .thresholds(limitAt(limitOf(highModelLatency).value))
    .thresholdsStyle(asLine())
    .withTarget(promQuery(inferencePercentile(0.5), 'p50 {{model_version}}'))
    .withTarget(promQuery(inferencePercentile(0.95), 'p95 {{model_version}}'))
    .withTarget(exemplarQuery(inferencePercentile(0.99), 'p99 {{model_version}}'))
    .dataLinks(predictionLinks());

const requestPercentile = (q: number) =>
  `${quantile(q, mlPredictionDurationSeconds, [], WINDOW, CHOSEN)} >= 0`;

export const requestLatency = () =>
  timeseries({
    title: 'Prediction latency',
    description: `The whole request as callers see it: features, queue, inference, answer. ${firesAt(highPredictionLatency, seconds)}`,
    unit: units.Seconds,
  })
    .thresholds(limitAt(limitOf(highPredictionLatency).value))
    .thresholdsStyle(asLine())
    .withTarget(promQuery(requestPercentile(0.5), 'p50'))
    .withTarget(promQuery(requestPercentile(0.95), 'p95'))
    .withTarget(exemplarQuery(requestPercentile(0.99), 'p99'))
    .dataLinks(predictionLinks());

export const accuracyNow = () =>
  stat({
    title: 'Model accuracy',
    description: `The worst of the versions on labels that have come. ${firesAt(modelAccuracyDrop, percent)}`,
    unit: units.PercentUnit,
  })
    .thresholds(floorAt(limitOf(modelAccuracyDrop).value))
    .withTarget(instantQuery(minBy(['model_name'], select(mlModelAccuracy, CHOSEN)), '{{model_name}}'));

export const errorRate = () =>
  stat({
    title: 'Error rate',
    description: `Share of the rows of the last five minutes that no version could score. ${firesAt(highModelErrorRate, percent)}`,
    unit: units.PercentUnit,
  })
    .thresholds(limitAt(limitOf(highModelErrorRate).value))
    .withTarget(
      instantQuery(
        ratio(
          sumBy(['model_name'], rate(mlModelPredictionsTotal, '5m', { ...CHOSEN, status: 'error' })),
          sumBy(['model_name'], rate(mlModelPredictionsTotal, '5m', CHOSEN)),
        ),
        '{{model_name}}',
      ),
    );

export const driftScores = () =>
  timeseries({
    title: 'Data drift scores',
    description: `The features that have moved most; the dashboard "Data drift" has all. ${firesAt(dataDriftDetected)}`,
    unit: units.Short,
  })
    .max(1)
    .thresholds(limitAt(limitOf(dataDriftDetected).value))
    .thresholdsStyle(asLine())
    .withTarget(promQuery(`topk(5, ${select(mlDataDriftScore, CHOSEN)})`, '{{feature_name}}'));

export const confidenceDistribution = () =>
  heatmap({
    title: 'Confidence distribution',
    description:
      'Predicted probabilities over time. A good model is sure: most of its answers lie at the two ends.',
    unit: units.PercentUnit,
  }).withTarget(heatmapQuery(bucketRate(mlPredictionScore, [], WINDOW, CHOSEN)));

/** Between these bounds of the histogram a score is a guess. */
const UNSURE = { from: '0.3', to: '0.7' } as const;
const below = (le: string) =>
  sumBy(
    ['model_version'],
    rate({ name: `${mlPredictionScore.name}_bucket`, labels: { le: true, model_name: true } }, WINDOW, {
      ...CHOSEN,
      le,
    }),
  );

export const unsurePredictions = () =>
  timeseries({
    title: 'Unsure predictions',
    description: `Share of the scores between ${UNSURE.from} and ${UNSURE.to}. It grows before accuracy falls, and needs no labels.`,
    unit: units.PercentUnit,
  }).withTarget(
    promQuery(
      ratio(`(${below(UNSURE.to)} - ${below(UNSURE.from)})`, below('+Inf')),
      'version {{model_version}}',
    ),
  );
