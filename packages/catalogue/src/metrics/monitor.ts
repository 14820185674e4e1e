import { REQUEST_SECONDS, SHARE } from '../buckets.ts';
import { MAX_FEATURE_BINS, MAX_FEATURES, MAX_MODEL_VERSIONS, MAX_MODELS, MAX_SEGMENTS } from '../limits.ts';
import { counter, gauge, histogram } from '../metric.ts';

export const DRIFT_STATES = ['ok', 'warning', 'drift', 'insufficient_data'] as const;
export const DRIFT_METHODS = [
  'kolmogorov_smirnov',
  'wasserstein',
  'jensen_shannon',
  'population_stability',
  'chi_square',
  'z_test',
] as const;
/** What a model answers with, watched for drift beside its inputs. */
export const MODEL_OUTPUTS = ['score', 'confidence', 'decision'] as const;
export const EVENT_OUTCOMES = ['stored', 'duplicate', 'invalid', 'ignored'] as const;
/** What the monitor asks its database for. */
export const MONITOR_STORE_OPERATIONS = [
  'store_events',
  'store_labels',
  'join_labels',
  'read_window',
  'reports',
  'experiments',
  'retention',
  'lookup',
  'ping',
] as const;
export const EVENT_REFUSALS = ['busy', 'unavailable', 'too_large'] as const;
/**
 * `early` labels came before their prediction and wait for it; they are counted once more when they have `joined` it, or
 * have `expired`. `conflicting` ones contradict another label of the same prediction.
 */
export const LABEL_OUTCOMES = ['joined', 'early', 'duplicate', 'conflicting', 'expired'] as const;
export const REQUEST_CHECKS = ['null', 'range', 'unseen_category', 'schema'] as const;
export const PREDICTION_TYPES = [
  'true_positive',
  'false_positive',
  'true_negative',
  'false_negative',
] as const;
export const COMPARISONS = ['error_rate', 'latency', 'score_distribution', 'accuracy'] as const;
export const VERDICTS = ['better', 'worse', 'no_difference', 'not_enough_data'] as const;
/** What an estimate without labels takes for probabilities: an isotonic map of the scores, or the scores as they are. */
export const ESTIMATE_CALIBRATIONS = ['calibrated', 'scores_suffice', 'too_few_labels'] as const;
export const CONFIDENCE_LIMITS = ['lower', 'upper'] as const;

const model = { model_name: MAX_MODELS } as const;
const version = { ...model, model_version: MAX_MODEL_VERSIONS } as const;
const feature = { ...model, feature_name: MAX_FEATURES } as const;
const output = { ...model, output: MODEL_OUTPUTS } as const;
const experiment = { ...model, challenger_version: MAX_MODEL_VERSIONS, comparison: COMPARISONS } as const;

// ---- drift ----------------------------------------------------------------------------------------------------------

export const mlDataDriftScore = gauge({
  name: 'ml_data_drift_score',
  help: 'Drift of a feature on a scale from 0 to 1, calibrated for the size of the window: 0.7 means act.',
  labels: feature,
});

export const mlDataDriftStatistic = gauge({
  name: 'ml_data_drift_statistic',
  help: 'The statistic behind the score, in the unit of its method.',
  labels: { ...feature, method: DRIFT_METHODS },
});

export const mlDataDriftThreshold = gauge({
  name: 'ml_data_drift_threshold',
  help: 'Value of the statistic above which this window size would be called drift.',
  labels: { ...feature, method: DRIFT_METHODS },
});

export const mlDataDriftPValue = gauge({
  name: 'ml_data_drift_p_value',
  help: 'Chance of a statistic at least as large where nothing has changed, before the control of false discoveries.',
  labels: feature,
});

export const mlDataDriftEffectSize = gauge({
  name: 'ml_data_drift_effect_size',
  help: 'The statistic less what chance alone gives in a window of this size (median), in the unit of the method; 0 for no more than chance.',
  labels: feature,
});

export const mlDataDriftSamples = gauge({
  name: 'ml_data_drift_samples',
  help: 'Values compared.',
  labels: { ...feature, window: ['reference', 'current'] },
});

export const mlDataDriftState = gauge({
  name: 'ml_data_drift_state',
  help: '1 for the state that the feature is in, 0 for the others.',
  labels: { ...feature, state: DRIFT_STATES },
});

// The same features against the model's own last 7 days. Metrics of their own: alerts, objectives and drills that judge
// ml_data_drift_* mean the training data.

export const mlRecentDriftScore = gauge({
  name: 'ml_recent_drift_score',
  help: 'Drift of a feature against the last 7 days instead of the training data, on the scale of ml_data_drift_score.',
  labels: feature,
});

export const mlRecentDriftSamples = gauge({
  name: 'ml_recent_drift_samples',
  help: 'Values compared: sampled ones of the last 7 days up to the last full hour, and those of the window.',
  labels: { ...feature, window: ['reference', 'current'] },
});

export const mlRecentDriftState = gauge({
  name: 'ml_recent_drift_state',
  help: '1 for the state that the feature is in against the last 7 days, 0 for the others.',
  labels: { ...feature, state: DRIFT_STATES },
});

export const mlDataDriftSegmentScore = gauge({
  name: 'ml_data_drift_segment_score',
  help: 'Largest drift score of any feature within a segment of the traffic, 0 to 1.',
  labels: { ...model, segment: MAX_SEGMENTS },
});

export const mlPredictionDriftScore = gauge({
  name: 'ml_prediction_drift_score',
  help: 'Drift of what the model answers, on the scale of ml_data_drift_score.',
  labels: output,
});

export const mlConceptDriftScore = gauge({
  name: 'ml_concept_drift_score',
  help: 'Drift of the relation between score and label, on the scale of ml_data_drift_score; needs labels.',
  labels: version,
});

export const mlFeatureBinRatio = gauge({
  name: 'ml_feature_bin_ratio',
  help: 'Share of the values in a bin of the reference, in the reference and in the window last compared.',
  labels: { ...feature, bin: MAX_FEATURE_BINS, window: ['reference', 'current'] },
});

// ---- quality, once labels have arrived -------------------------------------------------------------------------------

const quality = (name: string, help: string) => gauge({ name, help, labels: version });

export const mlModelAccuracy = quality('ml_model_accuracy', 'Accuracy on labels that have arrived, 0 to 1.');
export const mlModelPrecision = quality(
  'ml_model_precision',
  'Precision on labels that have arrived, 0 to 1.',
);
export const mlModelRecall = quality('ml_model_recall', 'Recall on labels that have arrived, 0 to 1.');
export const mlModelF1Score = quality('ml_model_f1_score', 'F1 on labels that have arrived, 0 to 1.');
export const mlModelRocAuc = quality('ml_model_roc_auc', 'Area under the ROC curve, 0 to 1.');
export const mlModelPrAuc = quality('ml_model_pr_auc', 'Average precision, 0 to 1.');
export const mlModelLogLoss = quality('ml_model_log_loss', 'Mean log loss in nats.');
export const mlModelBrierScore = quality(
  'ml_model_brier_score',
  'Mean squared error of the probability, 0 to 1.',
);
export const mlModelCalibrationError = quality(
  'ml_model_calibration_error',
  'Expected calibration error, 0 to 1.',
);

export const mlModelAccuracyLimit = gauge({
  name: 'ml_model_accuracy_limit',
  help: 'Limits of the 95 % confidence interval of ml_model_accuracy.',
  labels: { ...version, limit: CONFIDENCE_LIMITS },
});

export const mlModelEstimatedAccuracy = quality(
  'ml_model_estimated_accuracy',
  'Accuracy expected from calibrated probabilities alone, without labels (CBPE), 0 to 1.',
);
export const mlModelEstimatedRocAuc = quality(
  'ml_model_estimated_roc_auc',
  'Area under the ROC curve expected without labels (CBPE), 0 to 1.',
);

export const mlModelEstimateCalibration = gauge({
  name: 'ml_model_estimate_calibration',
  help: '1 for what the estimates without labels take for probabilities, 0 for the others; too_few_labels are raw scores.',
  labels: { ...version, state: ESTIMATE_CALIBRATIONS },
});

export const mlModelLabelledPredictions = quality(
  'ml_model_labelled_predictions',
  'Predictions with a label in the window that the quality is computed over.',
);

export const mlLabelCoverageRatio = quality(
  'ml_label_coverage_ratio',
  'Share of the predictions old enough to have a label that have one, 0 to 1.',
);

export const mlLabelDelaySeconds = histogram({
  name: 'ml_label_delay_seconds',
  help: 'Time from a prediction to its label, in event time.',
  labels: model,
  buckets: [1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400, 604_800],
});

export const mlLabelWatermarkTimestampSeconds = gauge({
  name: 'ml_label_watermark_timestamp_seconds',
  help: 'Unix time before which predictions count as mature: nearly all labels that will come have come.',
  labels: model,
});

export const mlLabelsReceivedTotal = counter({
  name: 'ml_labels_received_total',
  help: 'Labels accepted, by what became of them.',
  labels: { outcome: LABEL_OUTCOMES },
});

export const mlRevenueImpactTotal = counter({
  name: 'ml_revenue_impact_total',
  help: 'Money in EUR that decisions moved, once their labels came: saved by true positives, lost by false ones.',
  labels: { ...model, prediction_type: PREDICTION_TYPES },
});

// ---- the events ---------------------------------------------------------------------------------------------------------

export const mlMonitorEventsTotal = counter({
  name: 'ml_monitor_events_total',
  help: 'Log records received, by what became of them; ignored ones are no predictions.',
  labels: { outcome: EVENT_OUTCOMES },
});

export const mlMonitorBatchesRefusedTotal = counter({
  name: 'ml_monitor_batches_refused_total',
  help: 'Batches refused, to be sent again by the Collector where OTLP says so.',
  labels: { reason: EVENT_REFUSALS },
});

export const mlMonitorEventLagSeconds = histogram({
  name: 'ml_monitor_event_lag_seconds',
  help: 'Time from a prediction to its event being stored.',
  labels: {},
  buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600],
});

export const mlMonitorStoreDurationSeconds = histogram({
  name: 'ml_monitor_store_duration_seconds',
  help: 'Time in Postgres as the monitor sees it, the wait for a connection included.',
  labels: { operation: MONITOR_STORE_OPERATIONS },
  buckets: REQUEST_SECONDS,
});

export const mlMonitorStoredPredictions = gauge({
  name: 'ml_monitor_stored_predictions',
  help: 'Predictions in the store, within its retention.',
  labels: model,
});

// ---- data quality at request time ---------------------------------------------------------------------------------------

export const mlRequestQualityIssuesTotal = counter({
  name: 'ml_request_quality_issues_total',
  help: 'Values of requests that fail a check against the reference profile.',
  labels: { ...feature, check: REQUEST_CHECKS },
});

export const mlRequestQualityCheckedTotal = counter({
  name: 'ml_request_quality_checked_total',
  help: 'Values of requests checked against the reference profile.',
  labels: feature,
});

// ---- experiments ----------------------------------------------------------------------------------------------------------

export const mlExperimentVerdict = gauge({
  name: 'ml_experiment_verdict',
  help: '1 for what the comparison of the challenger with the champion says, 0 for the rest.',
  labels: { ...experiment, verdict: VERDICTS },
});

export const mlExperimentDifference = gauge({
  name: 'ml_experiment_difference',
  help: 'Challenger minus champion: shares 0 to 1, seconds for latency, a distance 0 to 1 for distributions.',
  labels: experiment,
});

export const mlExperimentSamples = gauge({
  name: 'ml_experiment_samples',
  help: 'Observations behind a comparison, since its test began.',
  labels: { ...experiment, arm: ['champion', 'challenger'] },
});

export const mlFeatureContributionRatio = gauge({
  name: 'ml_feature_contribution_ratio',
  help: 'Share of a feature in what moved the scores of the recent predictions, 0 to 1; all features add up to 1.',
  labels: { ...version, feature_name: MAX_FEATURES },
});

/** Scores of labelled predictions by outcome, so that a dashboard can draw how well the classes are apart. */
export const mlLabelledScore = histogram({
  name: 'ml_labelled_score',
  help: 'Predicted probability of predictions whose label has come.',
  labels: { ...version, label: ['fraud', 'legitimate'] },
  buckets: SHARE,
});
