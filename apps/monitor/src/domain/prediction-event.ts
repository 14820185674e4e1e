import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { LogRecord } from '../otlp/log-record.ts';
import { hashText } from './hash-text.ts';

/** The line that says a version has scored, and the one that says it could not. */
const PREDICTION_EVENT = 'model_prediction';
const FAILURE_EVENT = 'model_prediction_failed';

const ROLES = ['champion', 'canary', 'shadow'] as const;
export type Role = (typeof ROLES)[number];
export const DECISIONS = ['approve', 'review', 'decline'] as const;
export type Decision = (typeof DECISIONS)[number];

const Identity = {
  prediction_id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
  // Become label values and parts of paths: nothing but names.
  model_name: Type.String({ pattern: '^[A-Za-z0-9_-]{1,100}$' }),
  model_version: Type.String({ pattern: '^[1-9][0-9]{0,8}$' }),
  model_role: Type.Enum([...ROLES]),
  latency_ms: Type.Number({ minimum: 0 }),
  user_id_hash: Type.Optional(Type.String({ maxLength: 200 })),
};

const Scored = Type.Object({
  ...Identity,
  prediction: Type.Enum([...DECISIONS]),
  prediction_score: Type.Number({ minimum: 0, maximum: 1 }),
  features_source: Type.Enum(['online', 'default']),
  features: Type.Record(Type.String(), Type.Unknown()),
});
const Failed = Type.Object({ ...Identity, error_code: Type.String({ pattern: '^[A-Z0-9_]{1,100}$' }) });

const scored = Compile(Scored);
const failed = Compile(Failed);

/** One execution of one version for one request; a request with shadows has several, under one id. */
export interface PredictionEvent {
  readonly predictionId: string;
  readonly modelName: string;
  readonly modelVersion: string;
  readonly role: Role;
  /** Milliseconds since the epoch. */
  readonly predictedAt: number;
  readonly latencyMs: number;
  readonly traceId: string | undefined;
  /** A signed 32-bit hash of the customer's pseudonym. */
  readonly entity: number | undefined;
  /** Undefined where the version failed. */
  readonly outcome: ScoredOutcome | undefined;
  /** Why it failed; undefined where it did not. */
  readonly errorCode: string | undefined;
}

interface ScoredOutcome {
  readonly score: number;
  readonly decision: Decision;
  readonly featuresSource: 'online' | 'default';
  /** As the request and the feature service gave them, as JSON; types are checked by data quality, not here. */
  readonly features: Readonly<Record<string, unknown>>;
  readonly featuresJson: string;
}

type ReadRecord =
  | { readonly kind: 'prediction'; readonly event: PredictionEvent }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'invalid'; readonly reason: string };

/** What PostgreSQL's jsonb refuses, and with it the whole batch: NUL, and halves of surrogate pairs. */
const UNSTORABLE = /\\u(0000|d[89a-f])/i;
/** More than any model's inputs; the Collector cuts texts, but not maps. */
const MAX_FEATURES_JSON = 16 * 1024;

/** A clock that runs ahead by more would keep a prediction out of every window. */
const MAX_AHEAD_MS = 5 * 60_000;

/** @param now milliseconds since the epoch */
export function readRecord({ time, traceId, attributes }: LogRecord, now: number): ReadRecord {
  const type = attributes.event_type;
  if (type !== PREDICTION_EVENT && type !== FAILURE_EVENT) return { kind: 'ignored' };
  if (!(time > 0) || time > now + MAX_AHEAD_MS) return { kind: 'invalid', reason: 'time out of range' };
  if (type === PREDICTION_EVENT) {
    if (!scored.Check(attributes)) return invalid(scored.Errors(attributes));
    const { prediction_score: score, prediction, features_source: featuresSource, features } = attributes;
    const featuresJson = JSON.stringify(features);
    if (featuresJson.length > MAX_FEATURES_JSON || UNSTORABLE.test(featuresJson)) {
      return { kind: 'invalid', reason: '/features cannot be stored' };
    }
    const outcome = { score, decision: prediction, featuresSource, features, featuresJson };
    return {
      kind: 'prediction',
      event: eventOf(attributes, { time, traceId, outcome, errorCode: undefined }),
    };
  }
  if (!failed.Check(attributes)) return invalid(failed.Errors(attributes));
  const errorCode = attributes.error_code;
  return { kind: 'prediction', event: eventOf(attributes, { time, traceId, outcome: undefined, errorCode }) };
}

function eventOf(
  identity: Static<typeof Failed> | Static<typeof Scored>,
  rest: Pick<PredictionEvent, 'traceId' | 'outcome' | 'errorCode'> & { readonly time: number },
): PredictionEvent {
  return {
    predictionId: identity.prediction_id,
    modelName: identity.model_name,
    modelVersion: identity.model_version,
    role: identity.model_role,
    latencyMs: identity.latency_ms,
    predictedAt: rest.time,
    traceId: rest.traceId,
    entity: identity.user_id_hash === undefined ? undefined : hashText(identity.user_id_hash) | 0,
    outcome: rest.outcome,
    errorCode: rest.errorCode,
  };
}

function invalid(errors: readonly { instancePath: string; message: string }[]): ReadRecord {
  const [first] = errors;
  return { kind: 'invalid', reason: `${first?.instancePath || 'attributes'} ${first?.message ?? 'invalid'}` };
}
