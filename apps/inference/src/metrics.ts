import {
  CIRCUIT_STATES,
  EXECUTION_MODES,
  MODEL_ROLES,
  mlFeatureCircuitState,
  mlFeatureFetchDurationSeconds,
  mlFeatureFetchRetriesTotal,
  mlFeatureFetchTotal,
  mlModelBatchesTotal,
  mlModelBatchRows,
  mlModelExecutionMode,
  mlModelInFlightRows,
  mlModelInferenceDurationSeconds,
  mlModelLoadDurationSeconds,
  mlModelLoadedTimestampSeconds,
  mlModelPredictionsTotal,
  mlModelQueueDurationSeconds,
  mlModelQueueLimitRows,
  mlModelQueueRows,
  mlModelRejectedTotal,
  mlModelRole,
  mlModelTrafficShare,
  mlPredictionDecisionsTotal,
  mlPredictionDurationSeconds,
  mlPredictionFeaturesSourceTotal,
  mlPredictionScore,
  mlPredictionsTotal,
} from '@lab/catalogue';
import type { Metrics } from '@lab/instrumentation';

export type InferenceMetrics = ReturnType<typeof inferenceMetrics>;
export type VersionMetrics = ReturnType<InferenceMetrics['ofVersion']>;

/**
 * Every metric of the service, and per model version the series that its hot path keeps.
 * @param answeringModel the model behind /predict; the others answer no customers and have none of those series
 */
export function inferenceMetrics(metrics: Metrics, answeringModel: string) {
  const predictions = metrics.counter(mlPredictionsTotal);
  const predictionDuration = metrics.histogram(mlPredictionDurationSeconds);
  const decisions = metrics.counter(mlPredictionDecisionsTotal);
  const featuresSource = metrics.counter(mlPredictionFeaturesSourceTotal);
  const fetchOutcomes = metrics.counter(mlFeatureFetchTotal);
  const circuitState = metrics.gauge(mlFeatureCircuitState);

  const byVersion = {
    modelPredictions: metrics.counter(mlModelPredictionsTotal),
    inferenceDuration: metrics.histogram(mlModelInferenceDurationSeconds),
    queueDuration: metrics.histogram(mlModelQueueDurationSeconds),
    batchRows: metrics.histogram(mlModelBatchRows),
    batches: metrics.counter(mlModelBatchesTotal),
    queueRows: metrics.gauge(mlModelQueueRows),
    queueLimit: metrics.gauge(mlModelQueueLimitRows),
    inFlightRows: metrics.gauge(mlModelInFlightRows),
    rejected: metrics.counter(mlModelRejectedTotal),
    loadDuration: metrics.histogram(mlModelLoadDurationSeconds),
    loadedTimestamp: metrics.gauge(mlModelLoadedTimestampSeconds),
    role: metrics.gauge(mlModelRole),
    trafficShare: metrics.gauge(mlModelTrafficShare),
    executionMode: metrics.gauge(mlModelExecutionMode),
    score: metrics.histogram(mlPredictionScore),
  };
  const answersByVersion = new Map<string, ReturnType<typeof createAnswers>>();

  /** Creates every series of the version's answers at 0. */
  function createAnswers(model_version: string) {
    const model_name = answeringModel;
    const labels = { model_name, model_version };
    for (const family of [predictions, decisions]) family.initialise(labels);
    predictionDuration.initialise({ model_name });
    featuresSource.initialise({ model_name });
    return {
      duration: predictionDuration.with({ model_name }),
      featuresSource: {
        online: featuresSource.with({ model_name, features_source: 'online' }),
        default: featuresSource.with({ model_name, features_source: 'default' }),
      },
      ok: predictions.with({ ...labels, status: 'success' }),
      error: predictions.with({ ...labels, status: 'error' }),
      decisions: {
        approve: decisions.with({ ...labels, decision: 'approve' }),
        review: decisions.with({ ...labels, decision: 'review' }),
        decline: decisions.with({ ...labels, decision: 'decline' }),
      },
    };
  }

  /** What customers were told by a version of the model behind /predict. */
  function answersOf(model_version: string) {
    const known = answersByVersion.get(model_version) ?? createAnswers(model_version);
    answersByVersion.set(model_version, known);
    return known;
  }

  return {
    answersOf,
    fetchDuration: metrics.histogram(mlFeatureFetchDurationSeconds).with({}),
    fetchRetries: metrics.counter(mlFeatureFetchRetriesTotal).with({}),
    fetchOutcomes,
    byVersion,
    setCircuitState(current: (typeof CIRCUIT_STATES)[number]) {
      for (const state of CIRCUIT_STATES) circuitState.set({ state }, state === current ? 1 : 0);
    },
    /** Creates every series of the version at 0 and returns those that each prediction touches. */
    ofVersion(model_name: string, model_version: string) {
      const labels = { model_name, model_version };
      for (const family of Object.values(byVersion)) family.initialise(labels);
      if (model_name === answeringModel) answersOf(model_version);
      return {
        rowsOk: byVersion.modelPredictions.with({ ...labels, status: 'success' }),
        rowsError: byVersion.modelPredictions.with({ ...labels, status: 'error' }),
        inferenceDuration: byVersion.inferenceDuration.with(labels),
        queueDuration: byVersion.queueDuration.with(labels),
        batchRows: byVersion.batchRows.with(labels),
        batches: {
          full: byVersion.batches.with({ ...labels, reason: 'full' }),
          timeout: byVersion.batches.with({ ...labels, reason: 'timeout' }),
          idle: byVersion.batches.with({ ...labels, reason: 'idle' }),
          drain: byVersion.batches.with({ ...labels, reason: 'drain' }),
        },
        queueRows: byVersion.queueRows.with(labels),
        queueLimit: byVersion.queueLimit.with(labels),
        inFlightRows: byVersion.inFlightRows.with(labels),
        rejected: byVersion.rejected.with(labels),
        loadDuration: byVersion.loadDuration.with(labels),
        loadedTimestamp: byVersion.loadedTimestamp.with(labels),
        trafficShare: byVersion.trafficShare.with(labels),
        score: byVersion.score.with(labels),
        setRoles(roles: ReadonlySet<string>) {
          for (const role of MODEL_ROLES) byVersion.role.set({ ...labels, role }, roles.has(role) ? 1 : 0);
        },
        setMode(current: string) {
          for (const mode of EXECUTION_MODES)
            byVersion.executionMode.set({ ...labels, mode }, mode === current ? 1 : 0);
        },
        /** Counters stay, as what has happened has happened; what described the present is gone. */
        forget() {
          for (const family of [
            byVersion.role,
            byVersion.trafficShare,
            byVersion.executionMode,
            byVersion.queueRows,
            byVersion.queueLimit,
            byVersion.inFlightRows,
            byVersion.loadedTimestamp,
          ]) {
            family.remove(labels);
          }
        },
      };
    },
  };
}
