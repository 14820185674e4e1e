import { observedFastify } from '@lab/instrumentation';
import { observePool, observeSize } from '@lab/postgres';
import { answerErrors } from '@lab/service';
import { apiReference } from '@lab/service/api-reference';
import { injectableFaults } from '@lab/service/faults';
import type { FastifyInstance } from 'fastify';
import { InferenceClient } from './adapters/inference-client.ts';
import { LabelStore } from './adapters/label-store.ts';
import { PredictionStore } from './adapters/prediction-store.ts';
import { ProfileStore } from './adapters/profile-store.ts';
import { ReportStore } from './adapters/report-store.ts';
import type { Deps } from './deps.ts';
import { EventIntake } from './event-intake.ts';
import { JoinedLabels, labelOutcomes } from './joined-labels.ts';
import { LabelIntake } from './label-intake.ts';
import { PipelineFaults } from './pipelines/pipeline-faults.ts';
import { buildPipelines } from './pipelines.ts';
import { RequestQuality } from './request-quality.ts';
import { driftRoutes } from './routes/drift.ts';
import { experimentRoutes } from './routes/experiments.ts';
import { explanationRoutes } from './routes/explanations.ts';
import { labelRoutes } from './routes/labels.ts';
import { logsRoutes } from './routes/logs.ts';
import { predictionRoutes } from './routes/predictions.ts';
import { qualityRoutes } from './routes/quality.ts';

export async function buildApp({ telemetry, database, settings, now }: Deps): Promise<FastifyInstance> {
  const { metrics } = telemetry;
  const app = await observedFastify(telemetry, {
    // Ajv would turn a null into 0 and drop fields it does not know: bad input must be refused, not repaired.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  answerErrors(app);
  const faults = new PipelineFaults();
  await injectableFaults(app, telemetry, settings, faults.kinds);
  app.readiness.require(() => database.reasonNotReady());
  observePool(metrics, database);
  observeSize(metrics, database);

  const predictions = new PredictionStore(database);
  const labels = new LabelStore(database);
  const outcomes = labelOutcomes(metrics);
  const joined = new JoinedLabels(metrics, outcomes, settings.MONITOR_MARGIN);
  const profiles = new ProfileStore(settings.MODEL_REPOSITORY, telemetry.logger);
  const requestQuality = new RequestQuality(metrics, profiles, telemetry.logger);
  const events = new EventIntake({
    metrics,
    predictions,
    labels,
    joined,
    onStored: (stored) => void requestQuality.check(stored),
    now,
  });

  const reports = new ReportStore(database);
  const inference =
    settings.INFERENCE_URL === undefined
      ? undefined
      : new InferenceClient(settings.INFERENCE_URL, settings.MONITOR_EXPLANATION_TIMEOUT_MS);
  const pipelines = buildPipelines({
    settings,
    metrics,
    logger: telemetry.logger,
    database,
    inference,
    labels,
    profiles,
    reports,
    joined,
    outcomes,
    faults,
    now,
  });
  app.addHook('onReady', async () => pipelines.start());
  app.addHook('onClose', async () => {
    // First, so that a run which waits for explanations ends.
    await inference?.close();
    await pipelines.close();
    await database.close();
  });

  await app.register(
    apiReference({
      title: 'ML monitor',
      description: 'Drift, delayed labels, data quality and experiments of the models that answer.',
    }),
  );
  await app.register(logsRoutes, {
    intake: events,
    metrics,
    maxBatches: settings.MONITOR_MAX_BATCHES,
    maxRecords: settings.MONITOR_MAX_RECORDS,
    batchBytes: settings.MONITOR_BATCH_BYTES,
  });
  await app.register(labelRoutes, { intake: new LabelIntake(labels, joined, outcomes) });
  await app.register(driftRoutes, { pipeline: pipelines.drift, reports, adminToken: settings.ADMIN_TOKEN });
  await app.register(predictionRoutes, { database });
  await app.register(experimentRoutes, { pipeline: pipelines.experiments });
  await app.register(explanationRoutes, { pipeline: pipelines.explanations, database, inference });
  await app.register(qualityRoutes, { pipeline: pipelines.quality });
  return app;
}
