import { EntityFeatures } from '@lab/contracts';
import { REQUEST_ID_HEADER, sampledTraceId } from '@lab/instrumentation';
import { trace } from '@opentelemetry/api';
import CircuitBreaker from 'opossum';
import { Compile } from 'typebox/compile';
import { Pool } from 'undici';
import { RetryBudget } from '../domain/retry-budget.ts';
import type { InferenceMetrics } from '../metrics.ts';

export interface FeatureSource {
  /** @throws Error with the reason where the features cannot be had in time */
  fetch(userId: string, requestId: string): Promise<EntityFeatures>;
  close(): Promise<void>;
}

interface FeatureServiceSettings {
  readonly url: string;
  /** For everything: connection, retry, body. */
  readonly timeoutMs: number;
  /** How long the breaker stays open before it tries one call. */
  readonly circuitResetMs: number;
}

type Outcome = 'success' | 'timeout' | 'error' | 'circuit_open';

const MAX_BODY_BYTES = 64 * 1024;
const isEntityFeatures = Compile(EntityFeatures);

class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  /** Whether asking again may help. */
  readonly mayPass: boolean;

  constructor(message: string, mayPass: boolean) {
    super(message);
    this.mayPass = mayPass;
  }
}

/**
 * The feature service over HTTP: one deadline for the whole lookup, one retry within a budget, and a circuit breaker
 * that stops asking a service which mostly fails (half of at least 20 calls within 10 s).
 */
export function featureService(settings: FeatureServiceSettings, metrics: InferenceMetrics): FeatureSource {
  const pool = new Pool(settings.url, {
    connections: 16,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    connect: { timeout: settings.timeoutMs },
  });
  const budget = new RetryBudget();
  const breaker = new CircuitBreaker(lookup, {
    timeout: false, // the deadline below also covers the retry
    errorThresholdPercentage: 50,
    volumeThreshold: 20,
    rollingCountTimeout: 10_000,
    resetTimeout: settings.circuitResetMs,
  });
  metrics.setCircuitState('closed');
  breaker.on('open', () => metrics.setCircuitState('open'));
  breaker.on('halfOpen', () => metrics.setCircuitState('half_open'));
  breaker.on('close', () => metrics.setCircuitState('closed'));

  async function lookup(userId: string, requestId: string): Promise<EntityFeatures> {
    const signal = AbortSignal.timeout(settings.timeoutMs);
    budget.recordAttempt();
    try {
      return await request(userId, requestId, signal);
    } catch (error) {
      const isFinal = error instanceof UnexpectedAnswer && !error.mayPass;
      if (isFinal || signal.aborted || !budget.takeRetry()) throw error;
      metrics.fetchRetries.inc();
      return request(userId, requestId, signal);
    }
  }

  async function request(userId: string, requestId: string, signal: AbortSignal): Promise<EntityFeatures> {
    const { statusCode, body } = await pool.request({
      method: 'GET',
      path: `/features/${encodeURIComponent(userId)}`,
      headers: { [REQUEST_ID_HEADER]: requestId },
      signal,
    });
    if (statusCode !== 200) {
      await body.dump({ limit: MAX_BODY_BYTES });
      throw new UnexpectedAnswer(`the feature service answered ${statusCode}`, statusCode >= 500);
    }
    const answer: unknown = await body.json();
    if (!isEntityFeatures.Check(answer))
      throw new UnexpectedAnswer('the feature service answered something else than features', false);
    return answer;
  }

  return {
    async fetch(userId, requestId) {
      const started = performance.now();
      let outcome: Outcome = 'success';
      try {
        return await breaker.fire(userId, requestId);
      } catch (error) {
        outcome = outcomeOf(error as Error & { code?: string });
        throw error;
      } finally {
        metrics.fetchDuration.observe(
          (performance.now() - started) / 1000,
          sampledTraceId(trace.getActiveSpan()),
        );
        metrics.fetchOutcomes.inc({ outcome });
      }
    },
    async close() {
      breaker.shutdown();
      await pool.close();
    },
  };
}

function outcomeOf(error: Error & { code?: string }): Outcome {
  if (error.code === 'EOPENBREAKER') return 'circuit_open';
  return error.name === 'TimeoutError' || error.name === 'AbortError' ? 'timeout' : 'error';
}
