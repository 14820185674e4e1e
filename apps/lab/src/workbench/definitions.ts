import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filledIn } from '@lab/course/lab/runner';
import { endpointsOf } from '../lab-endpoints.ts';
import { baseEnvironment } from '../native/definitions/environment.ts';
import { readEngineManifest } from '../native/engines/manifest.ts';
import { resolveEngine } from '../native/engines/resolve.ts';
import type { ProcessDefinition } from '../native/process-definition.ts';
import type { Settings } from '../settings.ts';
import { workbenchLog, workbenchPaths } from './paths.ts';
import { enginesOf, type WorkbenchEngine, type WorkbenchPlan } from './plan.ts';

const HOST = '127.0.0.1';
export const STOP_GRACE_MS = 8000;
/** Services go before the engines that take their telemetry. */
const STOP = { services: 0, engines: 1 } as const;

/**
 * What every program of a learner finds in its environment.
 * @param own what the lab of the course sets beside it, and instead of it
 */
export function learnerEnvironment(
  settings: Settings,
  name: string,
  own: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { DEPLOYMENT_ENVIRONMENT, SERVICE_VERSION } = { ...settings.knobs, ...own };
  const urls = endpointsOf(settings);
  return {
    ...baseEnvironment(),
    HOST,
    LOG_LEVEL: 'info',
    DEPLOYMENT_ENVIRONMENT,
    SERVICE_VERSION,
    FAULT_INJECTION: 'true',
    OTEL_SERVICE_NAME: name,
    OTEL_RESOURCE_ATTRIBUTES: `deployment.environment.name=${DEPLOYMENT_ENVIRONMENT},service.version=${SERVICE_VERSION}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: urls.collectorOtlpHttp,
    PEER_SERVICES: `inference=${urls.inference},features=${urls.features},monitor=${urls.monitor}`,
    ...own,
  };
}

export function serviceDefinitions(
  { services = [], folder }: WorkbenchPlan,
  settings: Settings,
): ProcessDefinition[] {
  return services.map(({ name, entry, port, imports = [], environment = {} }) => {
    const log = workbenchLog(folder, name);
    const own = Object.fromEntries(
      Object.entries(environment).map(([key, value]) => [key, filledIn(value, settings.ports)]),
    );
    return {
      name,
      kind: 'service',
      version: '',
      command: process.execPath,
      args: [...imports.flatMap((module) => ['--import', module]), entry],
      cwd: folder,
      env: {
        ...learnerEnvironment(settings, name, own),
        PORT: String(settings.ports[port]),
        // A salt of its own for each start: nothing of a workbench needs to recognise a person tomorrow.
        USER_ID_SALT: randomBytes(16).toString('hex'),
        ADMIN_TOKEN_FILE: workbenchPaths(settings).adminToken,
      },
      ports: [settings.ports[port]],
      readiness: { kind: 'tcp', port: settings.ports[port] },
      stdout: log,
      stderr: log,
      stopStage: STOP.services,
      stopGraceMs: STOP_GRACE_MS,
      prepare: () => {
        mkdirSync(dirname(log), { recursive: true });
      },
    };
  });
}

/** The learner's engines as plain processes. @throws Error where one has no binary */
export function engineDefinitions(plan: WorkbenchPlan, settings: Settings): Promise<ProcessDefinition[]> {
  return Promise.all(
    enginesOf(plan).map(async ([name, file]) => {
      const spec = readEngineManifest(settings).find((engine) => engine.name === name);
      const found = spec === undefined ? undefined : await resolveEngine(spec, settings);
      if (spec === undefined || found === undefined)
        throw new Error(`no binary of ${name}: ./lab engines --build builds it`);
      const data = join(workbenchPaths(settings).data, plan.labId, name);
      const log = workbenchLog(plan.folder, name);
      const { args, ports } = ENGINES[name](settings, file, data);
      return {
        name,
        kind: 'engine',
        version: found.version,
        command: found.path,
        args,
        cwd: plan.folder,
        env: { GOGC: '50', ...baseEnvironment() },
        ports,
        readiness: { kind: 'tcp', port: ports[0] as number },
        stdout: log,
        stderr: log,
        stopStage: STOP.engines,
        stopGraceMs: STOP_GRACE_MS,
        prepare() {
          mkdirSync(data, { recursive: true });
          mkdirSync(dirname(log), { recursive: true });
        },
      } satisfies ProcessDefinition;
    }),
  );
}

type EngineRun = (
  settings: Settings,
  file: string,
  data: string,
) => Pick<ProcessDefinition, 'args' | 'ports'>;

/** The same arguments as in compose.yaml, but for where data lies. */
const ENGINES: Readonly<Record<WorkbenchEngine, EngineRun>> = {
  prometheus: ({ ports }, file, data) => ({
    args: [
      `--config.file=${file}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=12h',
      `--web.listen-address=${HOST}:${ports.WORKBENCH_PROMETHEUS_PORT}`,
      '--web.enable-lifecycle',
      '--web.enable-remote-write-receiver',
      '--enable-feature=exemplar-storage',
    ],
    ports: [ports.WORKBENCH_PROMETHEUS_PORT],
  }),
  alertmanager: ({ ports }, file, data) => ({
    args: [
      `--config.file=${file}`,
      `--storage.path=${data}`,
      `--web.listen-address=${HOST}:${ports.WORKBENCH_ALERTMANAGER_PORT}`,
      '--cluster.listen-address=',
    ],
    ports: [ports.WORKBENCH_ALERTMANAGER_PORT],
  }),
  collector: ({ ports }, file) => ({
    args: [`--config=${file}`, '--feature-gates=stanza.synchronousLogEmitter'],
    ports: [ports.WORKBENCH_COLLECTOR_OTLP_HTTP_PORT, ports.WORKBENCH_COLLECTOR_SELF_METRICS_PORT],
  }),
};
