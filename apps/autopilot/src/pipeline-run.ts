import {
  mlPipelineLastSuccessTimestampSeconds,
  mlPipelineRunDurationSeconds,
  mlPipelineRunningSinceTimestampSeconds,
  mlPipelineRunsTotal,
  type PIPELINE_OUTCOMES,
} from '@lab/catalogue';
import { type Metrics, sampledTraceId } from '@lab/instrumentation';
import { trace } from '@opentelemetry/api';

type PipelineOutcome = (typeof PIPELINE_OUTCOMES)[number];
type PipelineName = 'training' | 'rollout';

export type PipelineMetrics = ReturnType<typeof pipelineMetrics>;

export const pipelineMetrics = (metrics: Metrics) => ({
  runs: metrics.counter(mlPipelineRunsTotal),
  duration: metrics.histogram(mlPipelineRunDurationSeconds),
  runningSince: metrics.gauge(mlPipelineRunningSinceTimestampSeconds),
  lastSuccess: metrics.gauge(mlPipelineLastSuccessTimestampSeconds),
  beforeCollect: (look: () => void) => metrics.beforeCollect(look),
});

/** The metrics of one pipeline, whose runs may outlive the process: a run is begun and ended, wherever. */
export class PipelineRuns {
  readonly #pipeline: PipelineName;
  readonly #metrics: PipelineMetrics;

  /** @param runningSince milliseconds since the epoch; undefined while no run is in progress */
  constructor(pipeline: PipelineName, metrics: PipelineMetrics, runningSince: () => number | undefined) {
    this.#pipeline = pipeline;
    this.#metrics = metrics;
    metrics.runs.initialise({ pipeline });
    metrics.duration.initialise({ pipeline });
    metrics.beforeCollect(() => metrics.runningSince.set({ pipeline }, (runningSince() ?? 0) / 1000));
  }

  /** @param startedAt milliseconds since the epoch */
  ended(outcome: PipelineOutcome, startedAt: number, now: number): void {
    const pipeline = this.#pipeline;
    const { runs, duration, lastSuccess } = this.#metrics;
    runs.inc({ pipeline, outcome });
    const seconds = Math.max(0, (now - startedAt) / 1000);
    duration.observe({ pipeline }, seconds, sampledTraceId(trace.getActiveSpan()));
    if (outcome !== 'failure') lastSuccess.set({ pipeline }, now / 1000);
  }
}
