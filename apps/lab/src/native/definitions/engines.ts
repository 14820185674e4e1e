import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { endpointsOf } from '../../lab-endpoints.ts';
import type { Settings } from '../../settings.ts';
import { statePaths } from '../../state-dir.ts';
import { stageAlertmanager } from '../alertmanager-staging.ts';
import type { ReadyEngine } from '../engines/provisioner.ts';
import { otherStore, type TraceStore } from '../engines/trace-store.ts';
import type { ProcessDefinition } from '../process-definition.ts';
import { stagePrometheus } from '../prometheus-staging.ts';
import { baseEnvironment } from './environment.ts';
import { STOP_STAGE } from './stop-stages.ts';

const HOST = '127.0.0.1';
const STOP_GRACE_MS = 15_000;

/** What differs between engines; the rest is the same for all. */
interface EngineRun {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  readonly readyPath: string;
  /** Where readiness is asked, if not at the first port. */
  readonly readyPort?: number;
  readonly stopStage?: number;
  readonly stopGraceMs?: number;
  readonly prepare?: () => void;
}

type RunEngine = (settings: Settings, data: string, traceStore: TraceStore) => EngineRun;

/** How each engine is started without Docker: the same configuration files, other environment (infra/README.md). */
const ENGINES: Readonly<Record<string, RunEngine>> = {
  prometheus,
  alertmanager,
  loki,
  collector,
  jaeger,
  tempo,
};

export function engineDefinition(engine: ReadyEngine, settings: Settings): ProcessDefinition {
  const { name } = engine.spec;
  const run = ENGINES[name];
  if (run === undefined)
    throw new Error(`infra/engines/engines.json names ${name}, which the lab cannot start`);
  const paths = statePaths(settings);
  const data = join(paths.data, name);
  const { args, env, ports, readyPath, readyPort, stopStage, stopGraceMs, prepare } = run(
    settings,
    data,
    engine.traceStore,
  );
  const log = join(paths.logs, `${name}.log`);
  return {
    name,
    kind: 'engine',
    version: engine.version,
    command: engine.path,
    args,
    cwd: settings.root,
    // GOGC: half of Go's usual head room. An engine that serves one machine collects a little more often instead.
    env: {
      GOGC: '50',
      ...baseEnvironment(),
      DEPLOYMENT_ENVIRONMENT: settings.knobs.DEPLOYMENT_ENVIRONMENT,
      ...env,
    },
    ports,
    readiness: { kind: 'http', url: `http://${HOST}:${readyPort ?? ports[0]}${readyPath}` },
    stdout: log,
    stderr: log,
    stopStage: stopStage ?? STOP_STAGE.stores,
    stopGraceMs: stopGraceMs ?? STOP_GRACE_MS,
    prepare() {
      mkdirSync(data, { recursive: true });
      prepare?.();
    },
  };
}

function prometheus(settings: Settings, data: string, traceStore: TraceStore): EngineRun {
  const staged = statePaths(settings).prometheus;
  return {
    args: [
      `--config.file=${join(staged, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=${HOST}:${settings.ports.PROMETHEUS_PORT}`,
      '--web.enable-lifecycle',
      '--web.enable-remote-write-receiver',
      '--web.enable-otlp-receiver',
      '--enable-feature=exemplar-storage',
      // Four of these without being sent again, and the Alertmanager takes an alert for resolved: how it learns that
      // Prometheus is gone. The default of a minute would be most of a drill.
      ...(settings.knobs.LAB_TIMING === 'drill' ? ['--rules.alert.resend-delay=1s'] : []),
    ],
    ports: [settings.ports.PROMETHEUS_PORT],
    readyPath: '/-/ready',
    prepare: () => stagePrometheus(settings, new Set([otherStore(traceStore)])),
  };
}

function alertmanager(settings: Settings, data: string): EngineRun {
  const port = settings.ports.ALERTMANAGER_PORT;
  return {
    args: [
      `--config.file=${join(statePaths(settings).alertmanager, 'alertmanager.yml')}`,
      `--storage.path=${data}`,
      `--web.listen-address=${HOST}:${port}`,
      // Empty: one Alertmanager gossips with nobody, and needs no port for it.
      '--cluster.listen-address=',
    ],
    ports: [port],
    readyPath: '/-/ready',
    prepare: () => {
      stageAlertmanager(settings);
    },
  };
}

function loki(settings: Settings, data: string): EngineRun {
  const { root, ports } = settings;
  return {
    args: [`-config.file=${join(root, 'infra/loki/loki.yaml')}`, '-config.expand-env=true'],
    env: {
      LOKI_HOST: HOST,
      LOKI_PORT: String(ports.LOKI_PORT),
      LOKI_GRPC_PORT: String(ports.LOKI_GRPC_PORT),
      LOKI_DATA_DIR: data,
      LOKI_RULES_DIR: join(root, 'infra/loki/rules', settings.knobs.LAB_TIMING),
      ALERTMANAGER_URL: endpointsOf(settings).alertmanager,
      PROMETHEUS_URL: endpointsOf(settings).prometheus,
    },
    ports: [ports.LOKI_PORT, ports.LOKI_GRPC_PORT],
    readyPath: '/ready',
  };
}

function collector(settings: Settings, data: string, traceStore: TraceStore): EngineRun {
  const { root, ports } = settings;
  const urls = endpointsOf(settings);
  return {
    args: [
      `--config=${join(root, 'infra/collector/config.yaml')}`,
      // Why: infra/collector/README.md.
      '--feature-gates=stanza.synchronousLogEmitter',
    ],
    env: {
      COLLECTOR_HOST: HOST,
      COLLECTOR_OTLP_GRPC_PORT: String(ports.COLLECTOR_OTLP_GRPC_PORT),
      COLLECTOR_OTLP_HTTP_PORT: String(ports.COLLECTOR_OTLP_HTTP_PORT),
      COLLECTOR_HEALTH_PORT: String(ports.COLLECTOR_HEALTH_PORT),
      COLLECTOR_SPAN_METRICS_PORT: String(ports.COLLECTOR_SPAN_METRICS_PORT),
      COLLECTOR_SELF_METRICS_PORT: String(ports.COLLECTOR_SELF_METRICS_PORT),
      COLLECTOR_STATE_DIR: data,
      LAB_TRACE_KEEP_PERCENT: settings.knobs.LAB_TRACE_KEEP_PERCENT,
      // Both outputs of a service, as a container's log has both: a crash is written to the second.
      LOG_FILES: join(statePaths(settings).logs, '*.{jsonl,stderr.log}'),
      LOGS_OTLP_ENDPOINT: `${urls.loki}/otlp`,
      PREDICTIONS_OTLP_ENDPOINT: urls.monitor,
      TRACES_OTLP_ENDPOINT: `${HOST}:${traceStore === 'tempo' ? ports.TEMPO_OTLP_PORT : ports.JAEGER_OTLP_PORT}`,
    },
    ports: [
      ports.COLLECTOR_OTLP_HTTP_PORT,
      ports.COLLECTOR_OTLP_GRPC_PORT,
      ports.COLLECTOR_HEALTH_PORT,
      ports.COLLECTOR_SPAN_METRICS_PORT,
      ports.COLLECTOR_SELF_METRICS_PORT,
    ],
    readyPath: '/',
    readyPort: ports.COLLECTOR_HEALTH_PORT,
    stopStage: STOP_STAGE.collector,
  };
}

function tempo(settings: Settings, data: string): EngineRun {
  const { root, ports } = settings;
  return {
    args: [`-config.file=${join(root, 'infra/tempo/tempo.yaml')}`, '-config.expand-env=true'],
    env: {
      TEMPO_HOST: HOST,
      TEMPO_PORT: String(ports.TEMPO_PORT),
      TEMPO_GRPC_PORT: String(ports.TEMPO_GRPC_PORT),
      TEMPO_OTLP_PORT: String(ports.TEMPO_OTLP_PORT),
      TEMPO_DATA_DIR: data,
      PROMETHEUS_URL: endpointsOf(settings).prometheus,
    },
    ports: [ports.TEMPO_PORT, ports.TEMPO_GRPC_PORT, ports.TEMPO_OTLP_PORT],
    readyPath: '/ready',
    // Its backend worker sleeps through SIGTERM for up to a minute; the traces are in its write-ahead log by then.
    stopGraceMs: 4000,
  };
}

function jaeger({ root, ports }: Settings): EngineRun {
  return {
    args: [`--config=${join(root, 'infra/jaeger/config.yaml')}`],
    env: {
      JAEGER_HOST: HOST,
      JAEGER_PORT: String(ports.JAEGER_PORT),
      JAEGER_OTLP_PORT: String(ports.JAEGER_OTLP_PORT),
      JAEGER_GRPC_PORT: String(ports.JAEGER_GRPC_PORT),
      JAEGER_HEALTH_PORT: String(ports.JAEGER_HEALTH_PORT),
      JAEGER_METRICS_PORT: String(ports.JAEGER_METRICS_PORT),
    },
    ports: [
      ports.JAEGER_PORT,
      ports.JAEGER_OTLP_PORT,
      ports.JAEGER_GRPC_PORT,
      ports.JAEGER_HEALTH_PORT,
      ports.JAEGER_METRICS_PORT,
    ],
    readyPath: '/status',
    readyPort: ports.JAEGER_HEALTH_PORT,
  };
}
