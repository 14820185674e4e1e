/** Runs of work that nobody waits for: drift, evaluation, training. DataPipelineFailure and LongRunningPipeline read these. */
import { counter, gauge, histogram } from '../metric.ts';

export const PIPELINES = [
  'drift',
  'model_quality',
  'experiments',
  'explanations',
  'retention',
  'training',
  'rollout',
] as const;
export const PIPELINE_OUTCOMES = ['success', 'failure', 'skipped'] as const;

const pipeline = { pipeline: PIPELINES } as const;

export const mlPipelineRunsTotal = counter({
  name: 'ml_pipeline_runs_total',
  help: 'Finished runs, by outcome; skipped is a run that found nothing to do.',
  labels: { ...pipeline, outcome: PIPELINE_OUTCOMES },
});

export const mlPipelineRunDurationSeconds = histogram({
  name: 'ml_pipeline_run_duration_seconds',
  help: 'Duration of finished runs.',
  labels: pipeline,
  buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 1800, 3600],
});

export const mlPipelineRunningSinceTimestampSeconds = gauge({
  name: 'ml_pipeline_running_since_timestamp_seconds',
  help: 'Unix time at which the run in progress began; 0 while none is.',
  labels: pipeline,
});

export const mlPipelineLastSuccessTimestampSeconds = gauge({
  name: 'ml_pipeline_last_success_timestamp_seconds',
  help: 'Unix time at which a run last succeeded; absent before the first.',
  labels: pipeline,
});

export const mlPipelineIntervalSeconds = gauge({
  name: 'ml_pipeline_interval_seconds',
  help: 'Time between two scheduled runs; absent for a pipeline that runs on demand.',
  labels: pipeline,
});
