import { type Logger, sampledTraceId, withSpan } from '@lab/instrumentation';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { PipelineFaults } from './pipeline-faults.ts';
import type { PipelineMetrics, PipelineName } from './pipeline-metrics.ts';

/** Runs one step of a run in a span of its own, child of the run's. */
export type Step = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

/** Does the work of one run; undefined where there was nothing to do. */
export type Work<Result> = (step: Step) => Promise<Result | undefined>;

interface PipelineOptions<Result> {
  readonly name: PipelineName;
  /** Time between the starts of two runs; 0 runs on demand only. */
  readonly intervalMs: number;
  readonly metrics: PipelineMetrics;
  readonly logger: Logger;
  readonly faults: PipelineFaults;
  readonly work: Work<Result>;
}

/** After a start the first run comes soon: gauges should not be gone for a whole interval. */
const FIRST_RUN_MS = 2000;

/**
 * Work that nobody waits for, on schedule and on demand: counted, timed, traced, and never twice at a time. A run that
 * fails is counted and logged; the next one comes all the same.
 */
export class Pipeline<Result> {
  readonly #options: PipelineOptions<Result>;
  #running: Promise<Result | undefined> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: PipelineOptions<Result>) {
    this.#options = options;
    const { name: pipeline, metrics, intervalMs } = options;
    metrics.runs.initialise({ pipeline });
    metrics.duration.initialise({ pipeline });
    metrics.runningSince.set({ pipeline }, 0);
    if (intervalMs > 0) metrics.interval.set({ pipeline }, intervalMs / 1000);
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  start(): void {
    const { intervalMs } = this.#options;
    if (intervalMs > 0) this.#plan(Math.min(FIRST_RUN_MS, intervalMs));
  }

  /** One run now; joins the one in progress. @throws what the work throws */
  run(): Promise<Result | undefined> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** No more runs; waits for the one in progress. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running?.catch(() => {});
  }

  #plan(delayMs: number): void {
    this.#timer = setTimeout(() => {
      const startedAt = performance.now();
      // A trace of its own: whatever was active when the timer was set has nothing to do with this run.
      void context
        .with(ROOT_CONTEXT, () => this.run())
        .catch(() => {}) // counted and logged by the run
        .finally(() => {
          const elapsed = performance.now() - startedAt;
          if (!this.#closed) this.#plan(Math.max(0, this.#options.intervalMs - elapsed));
        });
    }, delayMs);
  }

  async #run(): Promise<Result | undefined> {
    const { name: pipeline, metrics, logger, faults, work } = this.#options;
    const startedAt = performance.now();
    metrics.runningSince.set({ pipeline }, Date.now() / 1000);
    const step: Step = (name, doStep) => withSpan(`${pipeline}.${name}`, {}, doStep);
    try {
      return await withSpan('pipeline_run', { 'pipeline.name': pipeline }, async (span) => {
        try {
          await faults.before(pipeline);
          const result = await work(step);
          const outcome = result === undefined ? 'skipped' : 'success';
          span.setAttribute('pipeline.outcome', outcome);
          metrics.runs.inc({ pipeline, outcome });
          metrics.lastSuccess.set({ pipeline }, Date.now() / 1000);
          return result;
        } catch (error) {
          metrics.runs.inc({ pipeline, outcome: 'failure' });
          logger.error({ error, event_type: 'pipeline_failed', pipeline }, 'pipeline run failed');
          throw error;
        } finally {
          const seconds = (performance.now() - startedAt) / 1000;
          metrics.duration.observe({ pipeline }, seconds, sampledTraceId(trace.getActiveSpan()));
        }
      });
    } finally {
      metrics.runningSince.set({ pipeline }, 0);
    }
  }
}
