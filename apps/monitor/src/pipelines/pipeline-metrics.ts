import {
  mlPipelineIntervalSeconds,
  mlPipelineLastSuccessTimestampSeconds,
  mlPipelineRunDurationSeconds,
  mlPipelineRunningSinceTimestampSeconds,
  mlPipelineRunsTotal,
  type PIPELINES,
} from '@lab/catalogue';
import type { Metrics } from '@lab/instrumentation';

export type PipelineName = (typeof PIPELINES)[number];
export type PipelineMetrics = ReturnType<typeof pipelineMetrics>;

export const pipelineMetrics = (metrics: Metrics) => ({
  runs: metrics.counter(mlPipelineRunsTotal),
  duration: metrics.histogram(mlPipelineRunDurationSeconds),
  runningSince: metrics.gauge(mlPipelineRunningSinceTimestampSeconds),
  lastSuccess: metrics.gauge(mlPipelineLastSuccessTimestampSeconds),
  interval: metrics.gauge(mlPipelineIntervalSeconds),
});
