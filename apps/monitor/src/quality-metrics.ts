import {
  ESTIMATE_CALIBRATIONS,
  mlLabelCoverageRatio,
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
import type { Gauge, Metrics } from '@lab/instrumentation';
import type { RealisedQuality, VersionQuality } from './domain/model-quality.ts';

type VersionGauge = Gauge<typeof mlModelAccuracy>;

/** Gauges computed anew from the store at each run: a restart changes none, and a version that is gone has none. */
export class QualityMetrics {
  readonly #realised: ReadonlyMap<VersionGauge, (quality: RealisedQuality) => number>;
  readonly #accuracyLimit;
  readonly #estimatedAccuracy: VersionGauge;
  readonly #estimatedRocAuc: VersionGauge;
  readonly #estimateCalibration;
  readonly #labelled: VersionGauge;
  readonly #coverage: VersionGauge;
  readonly #watermark;
  readonly #published = new Map<string, Set<string>>();

  constructor(metrics: Metrics) {
    this.#realised = new Map<VersionGauge, (quality: RealisedQuality) => number>([
      [metrics.gauge(mlModelAccuracy), ({ accuracy }) => accuracy],
      [metrics.gauge(mlModelPrecision), ({ precision }) => precision],
      [metrics.gauge(mlModelRecall), ({ recall }) => recall],
      [metrics.gauge(mlModelF1Score), ({ f1 }) => f1],
      [metrics.gauge(mlModelRocAuc), ({ rocAuc }) => rocAuc],
      [metrics.gauge(mlModelPrAuc), ({ prAuc }) => prAuc],
      [metrics.gauge(mlModelLogLoss), ({ logLoss }) => logLoss],
      [metrics.gauge(mlModelBrierScore), ({ brier }) => brier],
      [metrics.gauge(mlModelCalibrationError), ({ calibrationError }) => calibrationError],
    ]);
    this.#accuracyLimit = metrics.gauge(mlModelAccuracyLimit);
    this.#estimatedAccuracy = metrics.gauge(mlModelEstimatedAccuracy);
    this.#estimatedRocAuc = metrics.gauge(mlModelEstimatedRocAuc);
    this.#estimateCalibration = metrics.gauge(mlModelEstimateCalibration);
    this.#labelled = metrics.gauge(mlModelLabelledPredictions);
    this.#coverage = metrics.gauge(mlLabelCoverageRatio);
    this.#watermark = metrics.gauge(mlLabelWatermarkTimestampSeconds);
  }

  /** @param watermark milliseconds since the epoch */
  publish(model_name: string, watermark: number, versions: readonly VersionQuality[]): void {
    this.#watermark.set({ model_name }, watermark / 1000);
    for (const version of versions) this.#publishVersion(model_name, version);
    const present = new Set(versions.map(({ modelVersion }) => modelVersion));
    for (const known of this.#published.get(model_name) ?? []) {
      if (!present.has(known)) this.#forget({ model_name, model_version: known });
    }
    this.#published.set(model_name, present);
  }

  #publishVersion(model_name: string, quality: VersionQuality): void {
    const labels = { model_name, model_version: quality.modelVersion };
    const { realised, estimated } = quality;
    this.#labelled.set(labels, quality.labelled);
    this.#coverage.set(labels, quality.labelled / quality.predictions);
    setDefined(this.#estimatedAccuracy, labels, estimated.accuracy);
    setDefined(this.#estimatedRocAuc, labels, estimated.rocAuc);
    for (const state of ESTIMATE_CALIBRATIONS) {
      this.#estimateCalibration.set({ ...labels, state }, state === estimated.calibration ? 1 : 0);
    }
    for (const [gauge, measure] of this.#realised) {
      setDefined(gauge, labels, realised === undefined ? Number.NaN : measure(realised));
    }
    this.#accuracyLimit.remove(labels);
    if (realised === undefined) return;
    this.#accuracyLimit.set({ ...labels, limit: 'lower' }, realised.accuracyLimits.lower);
    this.#accuracyLimit.set({ ...labels, limit: 'upper' }, realised.accuracyLimits.upper);
  }

  #forget(labels: { model_name: string; model_version: string }): void {
    for (const gauge of [
      ...this.#realised.keys(),
      this.#estimatedAccuracy,
      this.#estimatedRocAuc,
      this.#labelled,
      this.#coverage,
    ]) {
      gauge.remove(labels);
    }
    this.#accuracyLimit.remove(labels);
    this.#estimateCalibration.remove(labels);
  }
}

/** What is not defined (a precision where nothing was called fraud) has no series, rather than a number. */
function setDefined(
  gauge: VersionGauge,
  labels: { model_name: string; model_version: string },
  value: number,
): void {
  if (Number.isNaN(value)) gauge.remove(labels);
  else gauge.set(labels, value);
}
