import type { ModelManifest } from '@lab/model/repository';
import { InferenceFailed, ModelClosed, QueueFull } from '../errors.ts';
import type { VersionMetrics } from '../metrics.ts';
import type { Tensor } from '../protocol/tensor.ts';
import { isBatchable } from './batch-tensors.ts';
import {
  type BatchObserver,
  type BatchResult,
  type BatchSettings,
  MicroBatcher,
  QueueOverflow,
} from './micro-batcher.ts';
import type { ModelSession } from './model-session.ts';

/** Sums since the load, in the units of Triton's statistics extension: nanoseconds. */
interface VersionStatistics {
  successCount: number;
  failCount: number;
  rowCount: number;
  executionCount: number;
  queueNanos: number;
  runNanos: number;
  failNanos: number;
  lastInferenceMs: number;
}

/** One version of a model in memory, ready to score: its session, the batcher before it, and what it counts. */
export class LoadedVersion {
  readonly name: string;
  readonly version: string;
  readonly manifest: ModelManifest | undefined;
  readonly session: ModelSession;
  readonly metrics: VersionMetrics;
  readonly maxBatchRows: number;
  readonly statistics: VersionStatistics = {
    successCount: 0,
    failCount: 0,
    rowCount: 0,
    executionCount: 0,
    queueNanos: 0,
    runNanos: 0,
    failNanos: 0,
    lastInferenceMs: 0,
  };
  readonly #batcher: MicroBatcher;
  #users = 0;
  #replaced = false;
  #released: (() => void) | undefined;

  constructor(options: {
    name: string;
    version: string;
    manifest: ModelManifest | undefined;
    session: ModelSession;
    batching: BatchSettings;
    metrics: VersionMetrics;
  }) {
    this.name = options.name;
    this.version = options.version;
    this.manifest = options.manifest;
    this.session = options.session;
    this.metrics = options.metrics;
    this.maxBatchRows = isBatchable(options.session.inputs, options.session.outputs)
      ? options.batching.maxRows
      : 1;
    this.#batcher = new MicroBatcher(
      options.session,
      { ...options.batching, maxRows: this.maxBatchRows },
      observe(options.metrics, this.statistics),
    );
    options.metrics.queueLimit.set(options.batching.queueLimitRows);
    options.metrics.setMode(options.session.mode);
    options.metrics.loadedTimestamp.set(Date.now() / 1000);
  }

  get batches(): boolean {
    return this.maxBatchRows > 1;
  }

  /**
   * Keeps the version open over an await between choosing it and scoring with it: whoever has it in hand when it is
   * replaced is still answered by it.
   * @returns what gives it free again; call it once
   */
  hold(): () => void {
    if (this.#replaced) throw new ModelClosed(this.name);
    this.#users += 1;
    return () => {
      this.#users -= 1;
      if (this.#users === 0) this.#released?.();
    };
  }

  /** Scores rows; a full queue, a closed model and a failed run are told apart by the error's code. */
  async infer(inputs: readonly Tensor[], rows: number, traceId?: string): Promise<BatchResult> {
    if (this.#replaced && this.#users === 0) throw new ModelClosed(this.name);
    this.#users += 1;
    try {
      const result = await this.#batcher.submit(inputs, rows, traceId);
      this.statistics.successCount += 1;
      this.statistics.lastInferenceMs = Date.now();
      return result;
    } catch (error) {
      this.statistics.failCount += 1;
      if (error instanceof QueueOverflow) {
        this.metrics.rejected.inc();
        throw new QueueFull(this.name, this.version);
      }
      if (error instanceof InferenceFailed) throw error;
      throw new InferenceFailed(error instanceof Error ? error.message : String(error));
    } finally {
      this.#users -= 1;
      if (this.#users === 0) this.#released?.();
    }
  }

  /**
   * Scores rows that no customer waits for, while nobody else wants the model: neither counted nor timed.
   * @param inputs of at most {@link maxBatchRows} rows
   * @throws the signal's reason where it gives up first
   */
  inferSpare(inputs: readonly Tensor[], signal: AbortSignal): Promise<readonly Tensor[]> {
    return this.#batcher.submitSpare(inputs, signal);
  }

  /** Answers what was accepted and whoever holds the version, then frees the model. */
  async close(): Promise<void> {
    this.#replaced = true;
    this.#batcher.hurry();
    if (this.#users > 0) {
      await new Promise<void>((resolve) => {
        this.#released = resolve;
      });
    }
    await this.session.close();
  }
}

function observe(metrics: VersionMetrics, statistics: VersionStatistics): BatchObserver {
  return {
    queueChanged: (rows) => metrics.queueRows.set(rows),
    waited(seconds, traceId) {
      metrics.queueDuration.observe(seconds, traceId);
      statistics.queueNanos += Math.round(seconds * 1e9);
    },
    batchStarted(rows, reason) {
      metrics.inFlightRows.set(rows);
      metrics.batchRows.observe(rows);
      metrics.batches[reason].inc();
    },
    batchEnded(rows, seconds, traceId, error) {
      metrics.inFlightRows.set(0);
      statistics.executionCount += 1;
      if (error !== undefined) {
        metrics.rowsError.inc(rows);
        statistics.failNanos += Math.round(seconds * 1e9);
        return;
      }
      metrics.inferenceDuration.observe(seconds, traceId);
      metrics.rowsOk.inc(rows);
      statistics.rowCount += rows;
      statistics.runNanos += Math.round(seconds * 1e9);
    },
  };
}
