import { readFileSync } from 'node:fs';
import { observedFastify } from '@lab/instrumentation';
import { answerErrors, ConfigError } from '@lab/service';
import { apiReference } from '@lab/service/api-reference';
import { injectableFaults } from '@lab/service/faults';
import { DRILL, PRODUCTION } from '@lab/slo';
import type { FastifyInstance } from 'fastify';
import { actions } from './actions.ts';
import { Grafana } from './adapters/grafana.ts';
import { InferenceAdmin } from './adapters/inference-admin.ts';
import { Monitor } from './adapters/monitor.ts';
import { Prometheus } from './adapters/prometheus.ts';
import { Autopilot } from './autopilot.ts';
import { DecisionLog } from './decision-log.ts';
import { requireDegradedVersion } from './degraded-version.ts';
import type { Deps } from './deps.ts';
import { loadPolicy, type Policy, PolicyError } from './domain/policy.ts';
import { Incidents } from './incidents.ts';
import { buildLearning } from './learning/build-learning.ts';
import { autopilotMetrics } from './metrics.ts';
import { alertRoutes } from './routes/alerts.ts';
import { decisionRoutes } from './routes/decisions.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { registryRoutes } from './routes/registry.ts';
import { Serving } from './serving.ts';
import type { AutopilotSettings } from './settings.ts';
import { Store } from './store.ts';
import { everyNth, Ticker } from './ticker.ts';

/** Ticks between two looks at the routes: a person changes one seldom, and each look is a request and a trace. */
const OBSERVED_EVERY = 15;
/** Ticks between two looks for released versions that may go: there are a few new ones a day. */
const PRUNED_EVERY = 60;

/** Alerts are taken from when the service listens; what a restart left behind is taken up then. */
export async function buildApp({ settings, telemetry, now }: Deps): Promise<FastifyInstance> {
  const { logger } = telemetry;
  const policy = readPolicy(settings);
  await requireDegradedVersion(policy, settings);
  const app = await observedFastify(telemetry, {
    // Deliveries are judged as they come: nothing is repaired, nothing that a newer sender adds is refused.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  answerErrors(app);
  await injectableFaults(app, telemetry, settings);

  const store = await Store.open(settings.AUTOPILOT_STATE_DIR, logger);
  const metrics = autopilotMetrics(telemetry.metrics, store, policy, now);
  const inference = new InferenceAdmin(settings.INFERENCE_URL, settings.ADMIN_TOKEN);
  const serving = new Serving(inference, store, logger, now);
  const incidents = new Incidents({ store, metrics, logger, now });
  const log = new DecisionLog({
    store,
    metrics,
    incidents,
    grafana: grafanaOf(settings, logger),
    logger,
    now,
  });
  const monitor = settings.MONITOR_URL === undefined ? undefined : new Monitor(settings.MONITOR_URL);
  const prometheus = new Prometheus(settings.PROMETHEUS_URL);
  const learning = buildLearning({
    settings,
    policy,
    metrics: telemetry.metrics,
    store,
    log,
    incidents,
    serving,
    inference,
    prometheus,
    consider: (decision) => autopilot.consider(decision),
    logger,
    now,
  });
  const { rollouts, retrain } = learning;
  const autopilot: Autopilot = new Autopilot({
    policy,
    store,
    log,
    incidents,
    metrics,
    perform: actions({
      policy,
      serving,
      incidents,
      retrain,
      promote: (decision) => rollouts.promote(decision),
    }),
    traceOfCause: async ({ labels, starts_at }) =>
      labels.service === 'monitor' && monitor !== undefined
        ? monitor.driftTrace(labels.model_name ?? settings.MODEL_NAME, Date.parse(starts_at))
        : null,
    defaultModel: settings.MODEL_NAME,
    logger,
    now,
  });
  const ticker = new Ticker(settings.AUTOPILOT_TICK_MS, logger, [
    () => autopilot.work(),
    () => rollouts.work(),
    everyNth(OBSERVED_EVERY, () => serving.observe()),
    everyNth(PRUNED_EVERY, () => learning.prune()),
  ]);

  app.addHook('onListen', async () => ticker.start());
  app.addHook('onClose', async () => {
    await ticker.stop();
    await learning.close();
    await autopilot.settled();
    await store.close();
  });

  await app.register(
    apiReference({
      title: 'Autopilot',
      description: 'Acts on alerts: rollback, retraining, promotion, and the story of each incident.',
    }),
  );
  await app.register(alertRoutes, {
    autopilot,
    token: settings.ALERTMANAGER_TOKEN,
    wake: () => ticker.wake(),
  });
  await app.register(decisionRoutes, { autopilot, store, adminToken: settings.ADMIN_TOKEN });
  await app.register(incidentRoutes, { store, prometheus });
  await app.register(registryRoutes, { serving, store, adminToken: settings.ADMIN_TOKEN });
  return app;
}

/** @throws ConfigError with every mistake of the policy */
function readPolicy({ AUTOPILOT_POLICY: path, LAB_TIMING }: AutopilotSettings): Policy {
  try {
    return loadPolicy(readFileSync(path, 'utf8'), LAB_TIMING === 'drill' ? DRILL : PRODUCTION);
  } catch (error) {
    const problems = error instanceof PolicyError ? error.problems : [(error as Error).message];
    throw new ConfigError(problems.map((problem) => `AUTOPILOT_POLICY ${path}: ${problem}`));
  }
}

function grafanaOf(settings: AutopilotSettings, logger: Deps['telemetry']['logger']): Grafana | undefined {
  const { GRAFANA_URL: url, GRAFANA_USER: user, GRAFANA_PASSWORD: password } = settings;
  if (url === undefined || password === undefined) return undefined;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return new Grafana({ url, authorization, logger });
}
