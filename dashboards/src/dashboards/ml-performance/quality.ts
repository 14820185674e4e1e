/** Whether predictions were right: what labels say, what is expected without them, and how many labels there are. */
import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  mlLabelCoverageRatio,
  mlLabelDelaySeconds,
  mlLabelsReceivedTotal,
  mlLabelWatermarkTimestampSeconds,
  mlModelAccuracy,
  mlModelAccuracyLimit,
  mlModelBrierScore,
  mlModelCalibrationError,
  mlModelEstimateCalibration,
  mlModelEstimatedAccuracy,
  mlModelEstimatedRocAuc,
  mlModelF1Score,
  mlModelLabelledPredictions,
  mlModelLogLoss,
  mlModelPrAuc,
  mlModelPrecision,
  mlModelRecall,
  mlModelRocAuc,
} from '@lab/catalogue';
import { labelCoverageLow, modelAccuracyDrop } from '@lab/catalogue/alerts';
import { bucketRate, countBy, rate, select, sumBy } from '@lab/catalogue/promql';
import { firesAt, limitOf, percent } from '../../alert-limits.ts';
import { asLine, floorAt, heatmap, stacked, timeseries } from '../../house-style.ts';
import { heatmapQuery, promQuery, WINDOW } from '../../targets.ts';

const CHOSEN = { model_name: '$model' } as const;
const of = (what: string) => `${what} {{model_version}}`;

export const accuracy = () =>
  timeseries({
    title: 'Accuracy',
    description: `On labels that have come, with the 95 % interval that chance explains, beside what is expected without labels (CBPE). ${firesAt(modelAccuracyDrop, percent)}`,
    unit: units.PercentUnit,
  })
    .span(12)
    .max(1)
    .thresholds(floorAt(limitOf(modelAccuracyDrop).value))
    .thresholdsStyle(asLine())
    .withTarget(promQuery(select(mlModelAccuracy, CHOSEN), of('measured')))
    .withTarget(promQuery(select(mlModelAccuracyLimit, { ...CHOSEN, limit: 'lower' }), of('lower limit')))
    .withTarget(promQuery(select(mlModelAccuracyLimit, { ...CHOSEN, limit: 'upper' }), of('upper limit')))
    .withTarget(promQuery(select(mlModelEstimatedAccuracy, CHOSEN), of('estimated')));

export const precisionAndRecall = () =>
  timeseries({
    title: 'Precision and recall',
    description:
      'Of what was called fraud, how much was; of what was fraud, how much was called so. F1 is their harmonic mean.',
    unit: units.PercentUnit,
  })
    .span(12)
    .max(1)
    .withTarget(promQuery(select(mlModelPrecision, CHOSEN), of('precision')))
    .withTarget(promQuery(select(mlModelRecall, CHOSEN), of('recall')))
    .withTarget(promQuery(select(mlModelF1Score, CHOSEN), of('F1')));

export const ranking = () =>
  timeseries({
    title: 'Ranking',
    description:
      'Whether fraud scores higher than the rest, at any threshold. Where fraud is rare, the area under precision and recall tells more.',
    unit: units.PercentUnit,
  })
    .max(1)
    .withTarget(promQuery(select(mlModelRocAuc, CHOSEN), of('ROC AUC')))
    .withTarget(promQuery(select(mlModelEstimatedRocAuc, CHOSEN), of('ROC AUC estimated')))
    .withTarget(promQuery(select(mlModelPrAuc, CHOSEN), of('PR AUC')));

export const calibration = () =>
  timeseries({
    title: 'Calibration',
    description:
      'How far a probability of 0.3 is from three in ten: expected calibration error, and Brier score.',
    unit: units.PercentUnit,
  })
    .withTarget(promQuery(select(mlModelCalibrationError, CHOSEN), of('calibration error')))
    .withTarget(promQuery(select(mlModelBrierScore, CHOSEN), of('Brier score')));

export const estimateCalibration = () =>
  stacked({
    title: 'What estimates rest on',
    description:
      'Versions by what their estimates take for probabilities: scores corrected by earlier labels ("calibrated"), scores that need no correction, or raw scores for want of labels.',
    unit: units.Short,
  }).withTarget(
    promQuery(countBy(['state'], `${select(mlModelEstimateCalibration, CHOSEN)} == 1`), '{{state}}'),
  );

export const logLoss = () =>
  timeseries({
    title: 'Log loss',
    description: 'Mean surprise in nats. One confident mistake costs as much here as many small ones.',
    unit: units.Short,
  }).withTarget(promQuery(select(mlModelLogLoss, CHOSEN), of('version')));

export const labelCoverage = () =>
  timeseries({
    title: 'Label coverage',
    description: `Share of the predictions old enough for a label that have one. ${firesAt(labelCoverageLow, percent)}`,
    unit: units.PercentUnit,
  })
    .max(1)
    .thresholds(floorAt(limitOf(labelCoverageLow).value))
    .thresholdsStyle(asLine())
    .withTarget(promQuery(select(mlLabelCoverageRatio, CHOSEN), of('version')));

export const labelDelay = () =>
  heatmap({
    title: 'Label delay',
    description: 'Labels per second by the time since their prediction, in event time.',
    unit: units.Seconds,
  }).withTarget(heatmapQuery(bucketRate(mlLabelDelaySeconds, [], WINDOW, CHOSEN)));

export const labelsReceived = () =>
  stacked({
    title: 'Labels received',
    description: 'Labels per second by what became of them. "early" ones wait for their prediction.',
    unit: units.EventsPerSecond,
  }).withTarget(promQuery(sumBy(['outcome'], rate(mlLabelsReceivedTotal, WINDOW)), '{{outcome}}'));

export const labelledPredictions = () =>
  timeseries({
    title: 'Labelled predictions',
    description: 'How many labels stand behind each figure of this row.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(promQuery(select(mlModelLabelledPredictions, CHOSEN), of('version')));

export const watermarkAge = () =>
  timeseries({
    title: 'Age of mature predictions',
    description: 'Predictions older than this have nearly all the labels that they will ever have.',
    unit: units.Seconds,
  })
    .span(12)
    .withTarget(promQuery(`time() - ${select(mlLabelWatermarkTimestampSeconds, CHOSEN)}`, '{{model_name}}'));
