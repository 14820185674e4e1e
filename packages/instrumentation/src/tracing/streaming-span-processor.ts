import { type Context, context, TraceFlags } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { appendSpan, encodeResource, encodeScope, exportRequest } from './otlp-span-encoder.ts';
import { ProtobufWriter } from './protobuf-writer.ts';
import type { SpanBatch, SpanDelivery } from './span-delivery.ts';

export interface StreamingOptions {
  /** Encoded spans that may wait in memory, in bytes; beyond it the newest span is dropped and counted. */
  readonly maxQueueBytes: number;
  /** A batch leaves when it has this many bytes, or when `flushIntervalMs` has passed. */
  readonly batchBytes: number;
  readonly flushIntervalMs: number;
}

export interface SpanCounts {
  readonly exported: number;
  readonly dropped: {
    readonly queue_full: number;
    readonly export_failed: number;
    readonly shutdown_timeout: number;
  };
  /** Ended and not yet accepted by the Collector. */
  readonly queued: number;
}

interface OpenScope {
  readonly scope: Buffer;
  readonly writer: ProtobufWriter;
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;

/**
 * Encodes each span when it ends and delivers the bytes in batches.
 *
 * Memory is bounded by bytes, not by a count of spans of unknown size. While the Collector is away the queue keeps
 * the oldest spans and refuses new ones: what was recorded before the trouble is what explains it.
 */
export class StreamingSpanProcessor implements SpanProcessor {
  readonly #delivery: SpanDelivery;
  readonly #options: StreamingOptions;
  readonly #scopes = new Map<ReadableSpan['instrumentationScope'], OpenScope>();
  readonly #queue: SpanBatch[] = [];
  #resource: Buffer | undefined;
  #openBytes = 0;
  #openSpans = 0;
  #queuedBytes = 0;
  #queuedSpans = 0;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #closing = false;
  #exported = 0;
  readonly #dropped = { queue_full: 0, export_failed: 0, shutdown_timeout: 0 };

  constructor(delivery: SpanDelivery, options: StreamingOptions) {
    this.#delivery = delivery;
    this.#options = options;
  }

  counts(): SpanCounts {
    return {
      exported: this.#exported,
      dropped: { ...this.#dropped },
      queued: this.#openSpans + this.#queuedSpans,
    };
  }

  onStart(_span: Span, _context: Context): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
    if (this.#closing || this.#queuedBytes + this.#openBytes >= this.#options.maxQueueBytes) {
      this.#dropped.queue_full += 1;
      return;
    }
    this.#resource ??= encodeResource(span.resource.attributes);
    const { writer } = this.#scopeOf(span);
    const before = writer.length;
    if (!appendSpan(writer, span)) {
      this.#dropped.export_failed += 1;
      return;
    }
    this.#openBytes += writer.length - before;
    this.#openSpans += 1;
    if (this.#openBytes >= this.#options.batchBytes) this.#closeBatch();
    else this.#timer ??= setTimeout(() => this.#closeBatch(), this.#options.flushIntervalMs).unref();
  }

  /** Resolves when everything that had ended before the call was accepted, refused or dropped. */
  async forceFlush(): Promise<void> {
    this.#closeBatch();
    await this.#sending;
  }

  /** Delivers what is queued; gives up after `timeoutMs` and counts what is lost then. */
  async shutdown(timeoutMs = 5000): Promise<void> {
    this.#closing = true;
    this.#closeBatch();
    this.#wake?.();
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([this.#sending, deadline]);
    clearTimeout(timer);
    this.#dropped.shutdown_timeout += this.#queuedSpans;
    this.#queue.length = 0;
    this.#queuedSpans = 0;
    this.#queuedBytes = 0;
    this.#wake?.();
    this.#delivery.close();
  }

  #scopeOf(span: ReadableSpan): OpenScope {
    const key = span.instrumentationScope; // one object per tracer, which the provider keeps by name and version
    let scope = this.#scopes.get(key);
    if (scope === undefined) {
      const { name, version } = key;
      scope = { scope: encodeScope(name, version), writer: new ProtobufWriter(this.#options.batchBytes) };
      this.#scopes.set(key, scope);
    }
    return scope;
  }

  #closeBatch(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#openSpans === 0 || this.#resource === undefined) return;
    const parts = [];
    for (const { scope, writer } of this.#scopes.values()) {
      if (writer.length > 0) parts.push({ scope, spans: writer.take() });
    }
    const body = exportRequest(this.#resource, parts);
    this.#queue.push({ body, spans: this.#openSpans });
    this.#queuedBytes += body.length;
    this.#queuedSpans += this.#openSpans;
    this.#openBytes = 0;
    this.#openSpans = 0;
    this.#sending ??= context.with(suppressTracing(context.active()), () => this.#drain());
  }

  async #drain(): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    for (let batch = this.#queue[0]; batch !== undefined; batch = this.#queue[0]) {
      const delivery = await this.#delivery.send(batch);
      if (this.#queue[0] !== batch) break; // shutdown has given the queue up meanwhile
      if (delivery.outcome === 'retry') {
        await this.#sleep(Math.max(delivery.afterMs ?? 0, retryMs));
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
        continue;
      }
      retryMs = FIRST_RETRY_MS;
      this.#queue.shift();
      this.#queuedBytes -= batch.body.length;
      this.#queuedSpans -= batch.spans;
      if (delivery.outcome === 'accepted') this.#exported += batch.spans;
      else this.#dropped.export_failed += batch.spans;
    }
    // In the same step as the last look at the queue: a batch that comes a moment later must start a new drain.
    this.#sending = undefined;
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#closing ? Math.min(ms, FIRST_RETRY_MS) : ms).unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
