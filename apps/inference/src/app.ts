import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { observedFastify, type Telemetry } from '@lab/instrumentation';
import { repositoryFolders } from '@lab/model/repository';
import { answerErrors, ConfigError } from '@lab/service';
import { injectableFaults } from '@lab/service/faults';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { featureService } from './adapters/feature-service.ts';
import { modelDirectory } from './adapters/model-directory.ts';
import { readProfile } from './adapters/reference-profile.ts';
import { routeFile } from './adapters/route-file.ts';
import { Explainer } from './domain/explanation/explainer.ts';
import { FeatureValues } from './domain/feature-values.ts';
import { ModelFaults } from './domain/model-faults.ts';
import { ModelRegistry } from './domain/model-registry.ts';
import { predictionMistake } from './domain/prediction-model.ts';
import { Predictor } from './domain/predictor.ts';
import { ModelRoute } from './domain/route.ts';
import { ExplanationMetrics } from './explanation-metrics.ts';
import { inferenceMetrics } from './metrics.ts';
import { adminRoutes } from './routes/admin.ts';
import { explainRoutes } from './routes/explain.ts';
import { inferenceProtocolRoutes } from './routes/inference-protocol.ts';
import { predictRoutes } from './routes/predict.ts';
import type { InferenceSettings } from './settings.ts';

/** Largest /predict body: a transaction is a few hundred bytes. */
const PREDICT_BODY_BYTES = 16 * 1024;
/** More than any schema allows, so that a schema's message is what callers see. */
const LONGEST_PARAMETER = 500;
/** Whatever answers 503 (a full queue, a model that is being loaded) has usually passed by then. */
const RETRY_AFTER_SECONDS = 1;

export async function buildApp(
  settings: Readonly<Static<typeof InferenceSettings>>,
  telemetry: Telemetry,
): Promise<FastifyInstance> {
  const app = (
    await observedFastify(telemetry, {
      bodyLimit: PREDICT_BODY_BYTES,
      ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
      routerOptions: { maxParamLength: LONGEST_PARAMETER },
      frameworkErrors: answerUnroutable,
    })
  ).withTypeProvider<TypeBoxTypeProvider>();
  answerErrors(app);
  app.addHook('onError', async (_request, reply, error) => {
    if (error.statusCode === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
  });
  const modelFaults = new ModelFaults();
  await injectableFaults(app, telemetry, settings, modelFaults.kinds);
  const metrics = inferenceMetrics(telemetry.metrics, settings.MODEL_NAME);
  const folders = repositoryFolders(settings.MODEL_REPOSITORY);
  const store = modelDirectory(folders, {
    threads: settings.MODEL_THREADS,
    execution: settings.MODEL_EXECUTION as 'auto',
    inlineBudgetSeconds: settings.MODEL_INLINE_BUDGET_MS / 1000,
    batchRows: settings.BATCH_MAX_ROWS,
  });
  const registry = new ModelRegistry({
    store: settings.FAULT_INJECTION ? modelFaults.within(store) : store,
    memory: routeFile(settings.ROUTE_FILE, telemetry.logger),
    batching: {
      maxRows: settings.BATCH_MAX_ROWS,
      maxDelayMs: settings.BATCH_MAX_DELAY_MS,
      queueLimitRows: settings.QUEUE_LIMIT_ROWS,
    },
    mistakeOf: (name, session) => (name === settings.MODEL_NAME ? predictionMistake(session) : undefined),
    metrics,
    logger: telemetry.logger,
  });
  const features =
    settings.FEATURES_URL === undefined
      ? undefined
      : featureService(
          {
            url: settings.FEATURES_URL,
            timeoutMs: settings.FEATURES_TIMEOUT_MS,
            circuitResetMs: settings.FEATURES_CIRCUIT_RESET_MS,
          },
          metrics,
        );
  const explainer = new Explainer({
    readProfile: (model, version) => readProfile(folders, model, version),
    metrics: new ExplanationMetrics(telemetry.metrics, settings.MODEL_NAME),
    timeoutMs: settings.EXPLANATION_TIMEOUT_MS,
  });
  const predictor = new Predictor({
    registry,
    metrics,
    features,
    featureValues: new FeatureValues(telemetry.metrics, folders, telemetry.logger),
    explainer,
    whenFeaturesFail: settings.FEATURES_FALLBACK as 'default',
    modelName: settings.MODEL_NAME,
  });

  await app.register(swagger, {
    openapi: {
      info: {
        title: 'Inference service',
        version: settings.SERVICE_VERSION,
        description: 'Fraud predictions, the Open Inference Protocol v2, and model administration.',
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs' });
  await app.register(predictRoutes, { predictor, faultInjection: settings.FAULT_INJECTION });
  await app.register(explainRoutes, { registry, explainer, modelName: settings.MODEL_NAME });
  await app.register(adminRoutes, { prefix: '/admin', registry, adminToken: settings.ADMIN_TOKEN });
  await app.register(inferenceProtocolRoutes, {
    prefix: '/v2',
    registry,
    adminToken: settings.ADMIN_TOKEN,
    serverVersion: settings.SERVICE_VERSION,
    bodyLimitBytes: settings.BODY_LIMIT_BYTES,
  });

  // The listener does not wait for large models; readiness does.
  let loading: string | undefined = 'models are being loaded';
  const started = registry.start(readRoutes(settings.MODEL_ROUTES)).then(
    () => {
      loading = undefined;
    },
    (error: Error) => {
      loading = error.message;
      telemetry.logger.error({ error, event_type: 'model_repository_unreadable' }, 'models cannot be loaded');
    },
  );
  app.readiness.require(() => loading ?? registry.reasonNotRouted(settings.MODEL_NAME));
  app.addHook('onClose', async () => {
    await started;
    await features?.close();
    await registry.close();
  });
  return app;
}

/** A path that the router itself refuses (too long, malformed) gets the error shape of its part of the API too. */
function answerUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const { code, message, statusCode = 400 } = error;
  const isProtocol = request.url.startsWith('/v2/');
  void reply.code(statusCode).send({ error: isProtocol ? message : { code, message } });
}

function readRoutes(text: string): Record<string, ModelRoute> {
  try {
    const routes: unknown = JSON.parse(text);
    if (Value.Check(Type.Record(Type.String(), ModelRoute), routes)) return routes;
    throw new Error('expected {"<model>": {"champion": "<version>", …}}');
  } catch (error) {
    throw new ConfigError([`MODEL_ROUTES ${(error as Error).message}`]);
  }
}
