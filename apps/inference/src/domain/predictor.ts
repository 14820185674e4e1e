import { randomUUID } from 'node:crypto';
import type { PredictionFeatures, PredictRequest, PredictResponse } from '@lab/contracts';
import type { Logger } from '@lab/instrumentation';
import { failSpan, sampledTraceId } from '@lab/instrumentation';
import { encodeFeatures, FEATURE_COUNT, type Transaction } from '@lab/model/features';
import { type Attributes, type Context, context, type Span, type Tracer, trace } from '@opentelemetry/api';
import type { FeatureSource } from '../adapters/feature-service.ts';
import { FeaturesUnavailable, ModelNotReady } from '../errors.ts';
import type { InferenceMetrics } from '../metrics.ts';
import type { Tensor } from '../protocol/tensor.ts';
import { decide } from './decision.ts';
import { explainedInput } from './explanation/explained-input.ts';
import type { Explainer } from './explanation/explainer.ts';
import type { FeatureInputs, FeatureValues } from './feature-values.ts';
import { injectFault } from './injected-fault.ts';
import type { LoadedVersion } from './loaded-version.ts';
import type { ModelRegistry } from './model-registry.ts';
import { answeringVersion } from './route.ts';
import { completeFeatures, DEFAULT_FEATURES, type FetchedFeatures } from './user-features.ts';

const tracer: Tracer = trace.getTracer('inference');

interface PredictorDeps {
  readonly registry: ModelRegistry;
  readonly metrics: InferenceMetrics;
  /** Undefined where the service runs without a feature service: every prediction is then made from defaults. */
  readonly features: FeatureSource | undefined;
  readonly featureValues: FeatureValues;
  readonly explainer: Explainer;
  readonly whenFeaturesFail: 'default' | 'error';
  readonly modelName: string;
}

interface Caller {
  readonly requestId: string;
  readonly log: Logger;
  readonly context: Context;
  readonly span: Span | undefined;
  /** What `x-lab-fault` asks for, where faults may be injected; it counts like a fault of our own. */
  readonly fault: string | undefined;
  /** Whether the caller waits for the reasons too. */
  readonly explain: boolean;
}

type Role = 'champion' | 'canary' | 'shadow';

interface Scored {
  readonly probability: number;
  readonly queueSeconds: number;
  readonly runSeconds: number;
  readonly batchRows: number;
}

/**
 * One prediction: route, features, inference, decision; and what is said about it on the way.
 *
 * Spans are started with explicit parents instead of an active context: keeping a context active across every await
 * costs more than the spans themselves. Only the feature lookup runs inside its span's context, because the HTTP
 * client's span looks for its parent there.
 */
export class Predictor {
  readonly #deps: PredictorDeps;

  constructor(deps: PredictorDeps) {
    this.#deps = deps;
  }

  async predict(request: PredictRequest, caller: Caller): Promise<PredictResponse> {
    const { registry, metrics, modelName, featureValues } = this.#deps;
    const started = performance.now();
    const reason = registry.reasonNotRouted(modelName);
    if (reason !== undefined) throw new ModelNotReady(modelName);
    const route = registry.route(modelName);
    const { version, role } = answeringVersion(route, modelName, request.user_id);
    const answering = registry.version(modelName, version);
    const answers = metrics.answersOf(version);
    const release = answering.hold(); // a reload during the feature lookup must not close it under us
    const traceId = sampledTraceId(caller.span);
    const span = tracer.startSpan(
      'predict_request',
      { attributes: { 'model.name': modelName, 'model.version': version, 'model.role': role } },
      caller.context,
    );
    const inSpan = trace.setSpan(caller.context, span);
    const predictionId = randomUUID();
    try {
      if (caller.fault !== undefined) await injectFault(caller.fault);
      const features = await this.#features(request.user_id, caller, inSpan);
      const row = encodeFeatures(request as Transaction, features.values);
      if (role === 'champion') {
        featureValues.count(modelName, version, request, features.values as unknown as FeatureInputs);
      }
      const scored = await this.#score(answering, row, inSpan, traceId);
      const decision = decide(scored.probability, answering.manifest?.thresholds);
      for (const shadow of route.shadow ?? []) {
        void this.#shadow(shadow, predictionId, request, features, caller, inSpan);
      }
      span.setAttribute('prediction.decision', decision);
      span.setAttribute('features.source', features.source);
      const seconds = (performance.now() - started) / 1000;
      answers.duration.observe(seconds, traceId);
      answers.featuresSource[features.source].inc();
      answers.ok.inc();
      answers.decisions[decision].inc();
      writePrediction(caller.log, span, {
        answering,
        role,
        request,
        features,
        predictionId,
        scored,
        seconds,
      });
      const answer: PredictResponse = {
        prediction_id: predictionId,
        ...(request.transaction_id === undefined ? {} : { transaction_id: request.transaction_id }),
        model_name: modelName,
        model_version: version,
        probability: scored.probability,
        decision,
        features_source: features.source,
      };
      if (!caller.explain) return answer;
      return { ...answer, ...(await this.#explanation(answering, request, features, inSpan)) };
    } catch (error) {
      failSpan(span, error);
      answers.error.inc();
      const seconds = (performance.now() - started) / 1000;
      answers.duration.observe(seconds, traceId);
      writeFailure(caller.log, span, {
        answering,
        role,
        userId: request.user_id,
        predictionId,
        seconds,
        error,
      });
      throw error;
    } finally {
      release();
      span.end();
    }
  }

  async #features(userId: string, caller: Caller, parent: Context): Promise<FetchedFeatures> {
    const { features, whenFeaturesFail } = this.#deps;
    if (features === undefined) return DEFAULT_FEATURES;
    const span = tracer.startSpan('fetch_features', {}, parent);
    try {
      const entity = await context.with(trace.setSpan(parent, span), () =>
        features.fetch(userId, caller.requestId),
      );
      const completed = completeFeatures(entity);
      span.setAttribute('features.source', completed.source);
      span.setAttribute('features.missing', completed.missing);
      return completed;
    } catch (error) {
      failSpan(span, error);
      if (whenFeaturesFail === 'error') throw new FeaturesUnavailable((error as Error).message);
      return DEFAULT_FEATURES;
    } finally {
      span.end();
    }
  }

  async #score(
    loaded: LoadedVersion,
    row: Float32Array,
    parent: Context,
    traceId: string | undefined,
  ): Promise<Scored> {
    const started = performance.now();
    // Made when everything is known: each attribute that is set later costs a validation of its own.
    const endSpan = (attributes: Attributes, error?: unknown): void => {
      const span = tracer.startSpan(
        'model_inference',
        {
          startTime: started,
          attributes: { 'model.name': loaded.name, 'model.version': loaded.version, ...attributes },
        },
        parent,
      );
      if (error !== undefined) failSpan(span, error);
      span.end(performance.now());
    };
    try {
      const { outputs, queueSeconds, runSeconds, batchRows } = await loaded.infer(
        [inputTensor(loaded, row)],
        1,
        traceId,
      );
      endSpan({ 'model.batch_rows': batchRows, 'model.queue_ms': queueSeconds * 1000 });
      const probability = Number((outputs[0] as Tensor).data[0]);
      loaded.metrics.score.observe(probability, traceId);
      return { probability, queueSeconds, runSeconds, batchRows };
    } catch (error) {
      endSpan({}, error);
      throw error;
    }
  }

  /** The prediction has been made, told and counted; that it cannot be explained takes nothing of it back. */
  async #explanation(
    answering: LoadedVersion,
    request: PredictRequest,
    features: FetchedFeatures,
    parent: Context,
  ): Promise<Pick<PredictResponse, 'explanation' | 'explanation_error'>> {
    const span = tracer.startSpan('explain_prediction', {}, parent);
    try {
      const input = explainedInput(inputsOf(request, features));
      const [explanation] = await this.#deps.explainer.explain(answering, [input], sampledTraceId(span));
      return explanation === undefined ? {} : { explanation };
    } catch (error) {
      failSpan(span, error);
      const { code = 'INTERNAL', message } = error as Error & { code?: string };
      return { explanation_error: { code, message } };
    } finally {
      span.end();
    }
  }

  /** Scores with a version that answers nobody. Its failure is its own: counted and logged, never the caller's. */
  async #shadow(
    version: string,
    predictionId: string,
    request: PredictRequest,
    features: FetchedFeatures,
    caller: Caller,
    parent: Context,
  ): Promise<void> {
    const { registry, modelName } = this.#deps;
    const span = tracer.startSpan(
      'shadow_inference',
      { attributes: { 'model.name': modelName, 'model.version': version, 'model.role': 'shadow' } },
      parent,
    );
    const started = performance.now();
    try {
      const loaded = registry.version(modelName, version); // may be gone since the route was read
      // Encoded anew: the row that answered the caller was moved to its model's thread.
      const row = encodeFeatures(request as Transaction, features.values);
      const scored = await this.#score(loaded, row, trace.setSpan(parent, span), undefined);
      const seconds = (performance.now() - started) / 1000;
      writePrediction(caller.log, span, {
        answering: loaded,
        role: 'shadow',
        request,
        features,
        predictionId,
        scored,
        seconds,
      });
    } catch (error) {
      failSpan(span, error);
      caller.log.warn(
        {
          ...failureFields({ modelName, version, role: 'shadow', predictionId, error }),
          latency_ms: milliseconds((performance.now() - started) / 1000),
          error,
        },
        'shadow prediction failed',
      );
    } finally {
      span.end();
    }
  }
}

/** What the prediction is made from, under the names of the event and of the reference profile. */
function inputsOf(request: PredictRequest, features: FetchedFeatures): PredictionFeatures {
  return {
    amount: request.amount,
    merchant_category: request.merchant_category,
    hour_of_day: request.hour_of_day,
    distance_from_home_km: request.distance_from_home_km,
    card_present: request.card_present,
    ...features.values,
  };
}

function inputTensor(loaded: LoadedVersion, row: Float32Array): Tensor {
  return {
    name: loaded.session.inputs[0]?.name ?? 'input',
    datatype: 'FP32',
    shape: [1, FEATURE_COUNT],
    data: row,
  };
}

/**
 * The prediction's event: everything that monitoring needs to judge it later, its inputs included, in one line.
 * The message is the event's name in the seeds.
 */
function writePrediction(
  log: Logger,
  span: Span,
  {
    answering,
    role,
    request,
    features,
    predictionId,
    scored,
    seconds,
  }: {
    answering: LoadedVersion;
    role: Role;
    request: PredictRequest;
    features: FetchedFeatures;
    predictionId: string;
    scored: Scored;
    seconds: number;
  },
): void {
  const { traceId, spanId } = span.spanContext();
  log.info(
    {
      event_type: 'model_prediction',
      trace_id: traceId,
      span_id: spanId,
      prediction_id: predictionId,
      user_id: request.user_id,
      model_name: answering.name,
      model_version: answering.version,
      model_role: role,
      prediction: decide(scored.probability, answering.manifest?.thresholds),
      prediction_score: scored.probability,
      latency_ms: milliseconds(seconds),
      features_source: features.source,
      features_missing: features.missing,
      features: inputsOf(request, features),
    },
    'prediction_completed',
  );
}

/** The event of a version that could not score: an experiment compares error rates by it. */
function writeFailure(
  log: Logger,
  span: Span,
  failure: {
    answering: LoadedVersion;
    role: Role;
    userId: string;
    predictionId: string;
    seconds: number;
    error: unknown;
  },
): void {
  const { answering, role, userId, predictionId, seconds, error } = failure;
  const { traceId, spanId } = span.spanContext();
  log.warn(
    {
      ...failureFields({ modelName: answering.name, version: answering.version, role, predictionId, error }),
      trace_id: traceId,
      span_id: spanId,
      user_id: userId,
      latency_ms: milliseconds(seconds),
    },
    'prediction_failed',
  );
}

function failureFields(failure: {
  modelName: string;
  version: string;
  role: Role;
  predictionId: string;
  error: unknown;
}): Record<string, unknown> {
  const code = (failure.error as { code?: unknown } | undefined)?.code;
  return {
    event_type: 'model_prediction_failed',
    prediction_id: failure.predictionId,
    model_name: failure.modelName,
    model_version: failure.version,
    model_role: failure.role,
    error_code: typeof code === 'string' ? code : 'INTERNAL',
  };
}

/** To the microsecond. */
const milliseconds = (seconds: number): number => Math.round(seconds * 1e6) / 1000;
