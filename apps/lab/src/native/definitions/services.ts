import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { courseState } from '../../course/state.ts';
import { endpointsOf } from '../../lab-endpoints.ts';
import type { Settings } from '../../settings.ts';
import { statePaths } from '../../state-dir.ts';
import { findOnPath } from '../find-on-path.ts';
import type { ProcessDefinition } from '../process-definition.ts';
import type { SecretName } from '../secrets.ts';
import type { Database } from './database.ts';
import { baseEnvironment } from './environment.ts';
import { STOP_STAGE } from './stop-stages.ts';

/**
 * A young generation of 4 MB instead of 16: at the lab's 20 requests a second a service otherwise fills memory with
 * garbage that nobody is in need of collecting. Production leaves this to V8.
 */
const SMALL_HEAP = '--max-semi-space-size=4';

/** One more second than a service gives itself (`CLOSE_LIMIT_MS` of @lab/service). */
const STOP_GRACE_MS = 16_000;

interface ServiceSpec {
  readonly name: string;
  readonly port: number;
  /** Further ports, and the environment that is this service's alone. */
  readonly morePorts?: readonly number[];
  readonly env: Readonly<Record<string, string>>;
  readonly stopStage: number;
}

interface ServiceInputs {
  readonly settings: Settings;
  readonly secrets: Readonly<Record<SecretName, string>>;
  readonly databaseUrls: Database['urls'];
}

/** The lab's own services as plain processes. */
export function serviceDefinitions(inputs: ServiceInputs): ProcessDefinition[] {
  return specs(inputs).map((spec) => define(spec, inputs));
}

function specs({ settings, secrets, databaseUrls }: ServiceInputs): ServiceSpec[] {
  const { ports, root, knobs } = settings;
  const urls = endpointsOf(settings);
  const { data } = statePaths(settings);
  const releases = join(data, 'model-releases');
  const modelRepository = [join(root, 'models'), releases].join(delimiter);
  return [
    {
      name: 'features',
      port: ports.FEATURES_PORT,
      env: { DATABASE_URL: databaseUrls.features },
      stopStage: STOP_STAGE.services,
    },
    {
      name: 'inference',
      port: ports.INFERENCE_PORT,
      env: {
        FEATURES_URL: urls.features,
        MODEL_REPOSITORY: modelRepository,
        MODEL_ROUTES_FILE: join(root, 'models/routes.json'),
        ROUTE_FILE: join(data, 'inference-routes.json'),
      },
      stopStage: STOP_STAGE.inference,
    },
    {
      name: 'monitor',
      port: ports.MONITOR_PORT,
      env: {
        DATABASE_URL: databaseUrls.monitor,
        MODEL_REPOSITORY: modelRepository,
        INFERENCE_URL: urls.inference,
        ...chosen(knobs, 'MONITOR_'),
      },
      stopStage: STOP_STAGE.services,
    },
    {
      name: 'autopilot',
      port: ports.AUTOPILOT_PORT,
      env: {
        AUTOPILOT_STATE_DIR: join(data, 'autopilot'),
        AUTOPILOT_POLICY: join(root, 'infra/autopilot/policy.yaml'),
        AUTOPILOT_RELEASES_DIR: releases,
        MODEL_REPOSITORY: modelRepository,
        DATABASE_URL: databaseUrls.autopilot,
        LAB_TIMING: knobs.LAB_TIMING,
        ALERTMANAGER_TOKEN_FILE: secrets.alertmanager_token,
        INFERENCE_URL: urls.inference,
        MONITOR_URL: urls.monitor,
        PROMETHEUS_URL: urls.prometheus,
      },
      stopStage: STOP_STAGE.services,
    },
    {
      name: 'exporter',
      port: ports.EXPORTER_HOST_PORT,
      morePorts: [ports.EXPORTER_GPU_PORT],
      env: {
        GPU_PORT: String(ports.EXPORTER_GPU_PORT),
        GPU_SOURCE: settings.gpuSource ?? defaultGpuSource(),
        INFERENCE_METRICS_URL: `${urls.inference}/metrics`,
      },
      stopStage: STOP_STAGE.services,
    },
    {
      name: 'pager',
      port: ports.PAGER_PORT,
      morePorts: [ports.PAGER_SMTP_PORT],
      env: {
        PAGER_SMTP_PORT: String(ports.PAGER_SMTP_PORT),
        PAGER_STATE_DIR: join(data, 'pager'),
        LAB_TIMING: knobs.LAB_TIMING,
        ALERTMANAGER_TOKEN_FILE: secrets.alertmanager_token,
        DOCS_URL: urls.pager,
        GRAFANA_URL: urls.grafana,
        RUNBOOKS_DIR: join(root, 'docs/runbooks'),
      },
      stopStage: STOP_STAGE.services,
    },
    {
      name: 'site',
      port: ports.SITE_PORT,
      env: {
        SITE_FOLDER: join(root, 'docs/.vitepress/dist'),
        SITE_BUILDER: join(root, 'docs/.vitepress/build/build.ts'),
        PROGRESS_FILE: courseState(settings).progressFile,
        LAB_TIMING: knobs.LAB_TIMING,
        LAB_PORTS: Object.entries(ports)
          .map(([key, port]) => `${key}=${port}`)
          .join(),
      },
      stopStage: STOP_STAGE.services,
    },
    {
      name: 'traffic',
      port: ports.TRAFFIC_PORT,
      env: {
        INFERENCE_URL: urls.inference,
        FEATURES_URL: urls.features,
        MONITOR_URL: urls.monitor,
        ...chosen(knobs, 'TRAFFIC_'),
      },
      stopStage: STOP_STAGE.traffic,
    },
  ];
}

/** The knobs of one service, which are its own settings by name. */
const chosen = (knobs: Settings['knobs'], prefix: string): Record<string, string> =>
  Object.fromEntries(Object.entries(knobs).filter(([key]) => key.startsWith(prefix)));

/** Real GPUs where the machine has NVIDIA's tool; a lab without any shows simulated ones, labelled so. */
function defaultGpuSource(): string {
  return findOnPath('nvidia-smi') === undefined ? 'simulator' : 'auto';
}

function define(spec: ServiceSpec, { settings, secrets }: ServiceInputs): ProcessDefinition {
  const { name, port } = spec;
  const urls = endpointsOf(settings);
  const { logs } = statePaths(settings);
  const { SERVICE_VERSION: version, DEPLOYMENT_ENVIRONMENT: environment, LOG_LEVEL } = settings.knobs;
  return {
    name,
    kind: 'service',
    version,
    command: process.execPath,
    args: [SMALL_HEAP, '--import', '@lab/instrumentation/register', 'src/server.ts'],
    cwd: join(settings.root, 'apps', name),
    env: {
      ...baseEnvironment(),
      HOST: '127.0.0.1',
      PORT: String(port),
      LOG_LEVEL,
      DEPLOYMENT_ENVIRONMENT: environment,
      SERVICE_VERSION: version,
      USER_ID_SALT_FILE: secrets.user_id_salt,
      ADMIN_TOKEN_FILE: secrets.admin_token,
      FAULT_INJECTION: settings.knobs.FAULT_INJECTION,
      OTEL_SERVICE_NAME: name,
      OTEL_RESOURCE_ATTRIBUTES: `deployment.environment.name=${environment},service.version=${version}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: urls.collectorOtlpHttp,
      PEER_SERVICES: `inference=${urls.inference},features=${urls.features},monitor=${urls.monitor}`,
      ...spec.env,
    },
    ports: [port, ...(spec.morePorts ?? [])],
    readiness: { kind: 'http', url: `http://127.0.0.1:${port}/readyz` },
    stdout: join(logs, `${name}.jsonl`),
    stderr: join(logs, `${name}.stderr.log`),
    stopStage: spec.stopStage,
    stopGraceMs: STOP_GRACE_MS,
  };
}

/** Services whose source is not in this checkout cannot run: a fork may have removed one. */
export function isPresent(definition: ProcessDefinition): boolean {
  return existsSync(join(definition.cwd, 'src/server.ts'));
}
