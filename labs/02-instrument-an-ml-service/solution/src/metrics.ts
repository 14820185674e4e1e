import { Counter, Gauge, Histogram, Registry, Summary } from 'prom-client';
import { CHANNELS, MERCHANT_CATEGORIES, type ScoreRequest } from './transaction.ts';

/** OpenMetrics: the only text format that has room for exemplars. */
export const registry = new Registry(Registry.OPENMETRICS_CONTENT_TYPE);

const STATUSES = ['success', 'error'] as const;
const OTHER = 'other';

export const scores = new Counter({
  name: 'fraud_scores_total',
  help: 'Payments that were to be scored, by how that ended.',
  labelNames: ['channel', 'merchant_category', 'status'],
  registers: [registry],
});

export const inFlight = new Gauge({
  name: 'fraud_scores_in_flight',
  help: 'Payments that are being scored at this moment.',
  registers: [registry],
});

export const modelInfo = new Gauge({
  name: 'fraud_model_info',
  help: '1 for the model version that answered last.',
  labelNames: ['model_name', 'model_version'],
  registers: [registry],
});

/**
 * 0.3 s is the objective; its neighbours say by how much it is missed. The client's types count an exemplar's labels among
 * the metric's own.
 */
export const scoreDuration = new Histogram<'channel' | 'trace_id'>({
  name: 'fraud_score_duration_seconds',
  help: 'Time to score a payment, of those that were scored.',
  labelNames: ['channel'],
  buckets: [0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1, 1.5, 2.5, 5],
  enableExemplars: true,
  registers: [registry],
});

export const issuerWait = new Summary({
  name: 'fraud_issuer_wait_seconds',
  help: 'Time that issuers took to answer.',
  labelNames: ['channel'],
  percentiles: [0.5, 0.95],
  maxAgeSeconds: 600,
  ageBuckets: 5,
  registers: [registry],
});

const KNOWN: ReadonlySet<string> = new Set(MERCHANT_CATEGORIES);

/** Shops may send any text; our series may not be any number. */
export const boundedCategory = (category: ScoreRequest['merchant_category']): string =>
  KNOWN.has(category) ? category : OTHER;

// A series that appears with its first error was never at 0: no rate over it sees that error.
for (const channel of CHANNELS) {
  scoreDuration.zero({ channel });
  for (const merchant_category of [...MERCHANT_CATEGORIES, OTHER])
    for (const status of STATUSES) scores.inc({ channel, merchant_category, status }, 0);
}
