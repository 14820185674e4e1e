import {
  DRIFT_STATES,
  mlConceptDriftScore,
  mlDataDriftEffectSize,
  mlDataDriftPValue,
  mlDataDriftSamples,
  mlDataDriftScore,
  mlDataDriftSegmentScore,
  mlDataDriftState,
  mlDataDriftStatistic,
  mlDataDriftThreshold,
  mlFeatureBinRatio,
  mlPredictionDriftScore,
  mlRecentDriftSamples,
  mlRecentDriftScore,
  mlRecentDriftState,
} from '@lab/catalogue';
import type { Comparison, DriftReport } from '@lab/drift-report';
import type { Metrics } from '@lab/instrumentation';
import type { DriftMethod } from './domain/drift/calibrated-column.ts';
import type { Output } from './domain/drift/output-columns.ts';

/** What the last run of each model found; computed anew at each run, so a restart loses nothing for long. */
export class DriftMetrics {
  readonly #score;
  readonly #statistic;
  readonly #threshold;
  readonly #pValue;
  readonly #effectSize;
  readonly #samples;
  readonly #state;
  readonly #segment;
  readonly #output;
  readonly #concept;
  readonly #bin;
  readonly #recentScore;
  readonly #recentSamples;
  readonly #recentState;

  constructor(metrics: Metrics) {
    this.#score = metrics.gauge(mlDataDriftScore);
    this.#statistic = metrics.gauge(mlDataDriftStatistic);
    this.#threshold = metrics.gauge(mlDataDriftThreshold);
    this.#pValue = metrics.gauge(mlDataDriftPValue);
    this.#effectSize = metrics.gauge(mlDataDriftEffectSize);
    this.#samples = metrics.gauge(mlDataDriftSamples);
    this.#state = metrics.gauge(mlDataDriftState);
    this.#segment = metrics.gauge(mlDataDriftSegmentScore);
    this.#output = metrics.gauge(mlPredictionDriftScore);
    this.#concept = metrics.gauge(mlConceptDriftScore);
    this.#bin = metrics.gauge(mlFeatureBinRatio);
    this.#recentScore = metrics.gauge(mlRecentDriftScore);
    this.#recentSamples = metrics.gauge(mlRecentDriftSamples);
    this.#recentState = metrics.gauge(mlRecentDriftState);
  }

  publish(report: DriftReport): void {
    const { model_name = '', model_version = '' } = report;
    // What this run did not measure must not be answered with what an earlier one did.
    for (const gauge of [this.#segment, this.#output, this.#concept]) gauge.remove({ model_name });
    for (const feature of report.features) this.#publishFeature(model_name, feature);
    this.#publishRecent(report);
    for (const { name, score } of report.outputs) {
      if (score !== undefined) this.#output.set({ model_name, output: name as Output }, score);
    }
    for (const { segment, score } of report.segments) {
      if (score !== undefined) this.#segment.set({ model_name, segment }, score);
    }
    const concept = report.concept?.score;
    if (concept !== undefined) this.#concept.set({ model_name, model_version }, concept);
  }

  #publishFeature(model_name: string, feature: Comparison): void {
    const labels = { model_name, feature_name: feature.name };
    const method = feature.method as DriftMethod;
    for (const [state, value] of statesOf(feature.state)) this.#state.set({ ...labels, state }, value);
    this.#samples.set({ ...labels, window: 'reference' }, feature.reference_samples);
    this.#samples.set({ ...labels, window: 'current' }, feature.current_samples);
    for (const { label: bin, reference, current } of feature.bins) {
      this.#bin.set({ ...labels, bin, window: 'reference' }, reference);
      this.#bin.set({ ...labels, bin, window: 'current' }, current);
    }
    const { score, statistic, threshold, p_value: pValue, effect_size: effectSize } = feature;
    if (score === undefined || statistic === undefined || threshold === undefined) {
      for (const gauge of [this.#score, this.#statistic, this.#threshold, this.#pValue, this.#effectSize]) {
        gauge.remove(labels);
      }
      return;
    }
    this.#score.set(labels, score);
    this.#statistic.set({ ...labels, method }, statistic);
    if (Number.isFinite(threshold)) this.#threshold.set({ ...labels, method }, threshold);
    if (pValue !== undefined) this.#pValue.set(labels, pValue);
    if (effectSize !== undefined) this.#effectSize.set(labels, effectSize);
  }

  /** Every feature has a state: of one that was not compared, the last days know too little. */
  #publishRecent({ model_name = '', features, recent }: DriftReport): void {
    const compared = new Map(recent?.features.map((comparison) => [comparison.name, comparison]));
    for (const { name: feature_name, current_samples } of features) {
      const labels = { model_name, feature_name };
      const comparison = compared.get(feature_name);
      for (const [state, value] of statesOf(comparison?.state ?? 'insufficient_data'))
        this.#recentState.set({ ...labels, state }, value);
      this.#recentSamples.set(
        { ...labels, window: 'reference' },
        comparison?.reference_samples ?? recent?.rows ?? 0,
      );
      this.#recentSamples.set({ ...labels, window: 'current' }, current_samples);
      if (comparison?.score === undefined) this.#recentScore.remove(labels);
      else this.#recentScore.set(labels, comparison.score);
    }
  }
}

/** One series per state, so that a state that ended is 0 and not gone. */
const statesOf = (found: Comparison['state']) =>
  DRIFT_STATES.map((state) => [state, state === found ? 1 : 0] as const);
