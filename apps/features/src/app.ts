import { observedFastify } from '@lab/instrumentation';
import { observePool, observeSize } from '@lab/postgres';
import { answerErrors } from '@lab/service';
import { apiReference } from '@lab/service/api-reference';
import { injectableFaults } from '@lab/service/faults';
import type { FastifyInstance } from 'fastify';
import { FeatureStore } from './adapters/feature-store.ts';
import type { Deps } from './deps.ts';
import { FEATURE_SERVICES, USER_ACTIVITY } from './domain/definitions.ts';
import { FeatureViewMetrics } from './metrics.ts';
import { observeStore } from './observe-store.ts';
import { OnlineFeatures } from './online-features.ts';
import { featureViewRoutes } from './routes/feature-views.ts';
import { lookupRoutes } from './routes/lookup.ts';
import { feastRoutes } from './routes/online-features-feast.ts';
import { writeRoutes } from './routes/write.ts';

export async function buildApp({ telemetry, database, faults, now }: Deps): Promise<FastifyInstance> {
  const app = await observedFastify(telemetry, {
    // Ajv would turn a null into 0 and drop fields it does not know: bad input must be refused, not repaired.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  answerErrors(app);
  await injectableFaults(app, telemetry, faults);
  app.readiness.require(() => database.reasonNotReady());
  app.addHook('onClose', () => database.close());

  const store = new FeatureStore(USER_ACTIVITY, database);
  const viewMetrics = new FeatureViewMetrics(telemetry.metrics, USER_ACTIVITY);
  observeStore(telemetry.metrics, store, viewMetrics);
  observePool(telemetry.metrics, database);
  observeSize(telemetry.metrics, database);

  const online = new OnlineFeatures(store, viewMetrics, now);
  await app.register(
    apiReference({
      title: 'Online features',
      description: 'What is known of an entity, at the moment a model has to decide.',
    }),
  );
  await app.register(lookupRoutes(online));
  await app.register(writeRoutes(online));
  await app.register(feastRoutes(online, FEATURE_SERVICES));
  await app.register(featureViewRoutes([USER_ACTIVITY], FEATURE_SERVICES));
  return app;
}
