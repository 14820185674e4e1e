import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { TIMINGS } from '@lab/slo/timing';
import { LabError } from './errors.ts';
import { EXIT } from './exit-codes.ts';

export const PORT_KEYS = [
  'INFERENCE_PORT',
  'FEATURES_PORT',
  'MONITOR_PORT',
  'AUTOPILOT_PORT',
  'TRAFFIC_PORT',
  'PAGER_PORT',
  'PAGER_SMTP_PORT',
  'SITE_PORT',
  'EXPORTER_HOST_PORT',
  'EXPORTER_GPU_PORT',
  'POSTGRES_PORT',
  'POSTGRES_ANALYSIS_PORT',
  'PROMETHEUS_PORT',
  'ALERTMANAGER_PORT',
  'LOKI_PORT',
  'LOKI_GRPC_PORT',
  'TEMPO_PORT',
  'TEMPO_GRPC_PORT',
  'TEMPO_OTLP_PORT',
  'JAEGER_PORT',
  'JAEGER_OTLP_PORT',
  'JAEGER_GRPC_PORT',
  'JAEGER_HEALTH_PORT',
  'JAEGER_METRICS_PORT',
  'GRAFANA_PORT',
  'COLLECTOR_OTLP_GRPC_PORT',
  'COLLECTOR_OTLP_HTTP_PORT',
  'COLLECTOR_HEALTH_PORT',
  'COLLECTOR_SPAN_METRICS_PORT',
  'COLLECTOR_SELF_METRICS_PORT',
  'WORKBENCH_SERVICE_PORT',
  'WORKBENCH_SECOND_SERVICE_PORT',
  'WORKBENCH_PROMETHEUS_PORT',
  'WORKBENCH_ALERTMANAGER_PORT',
  'WORKBENCH_COLLECTOR_OTLP_GRPC_PORT',
  'WORKBENCH_COLLECTOR_OTLP_HTTP_PORT',
  'WORKBENCH_COLLECTOR_HEALTH_PORT',
  'WORKBENCH_COLLECTOR_METRICS_PORT',
  'WORKBENCH_COLLECTOR_SELF_METRICS_PORT',
] as const;
export type PortKey = (typeof PORT_KEYS)[number];

/** What may be set for a lab besides ports and versions, with the defaults of compose.yaml (a test compares them). */
export const KNOBS = {
  LOG_LEVEL: 'info',
  DEPLOYMENT_ENVIRONMENT: 'lab',
  SERVICE_VERSION: '0.0.0',
  FAULT_INJECTION: 'true',
  TRAFFIC_RATE: '20',
  TRAFFIC_CUSTOMERS: '2000',
  LAB_TRACE_KEEP_PERCENT: '100',
  LAB_TIMING: 'production',
  TRAFFIC_LABEL_DELAY_MIN_SECONDS: '60',
  TRAFFIC_LABEL_DELAY_MAX_SECONDS: '600',
  MONITOR_DRIFT_INTERVAL_MS: '60000',
  MONITOR_DRIFT_WINDOW_MS: '300000',
  MONITOR_QUALITY_INTERVAL_MS: '15000',
  MONITOR_QUALITY_WINDOW_MS: '3600000',
  MONITOR_EXPERIMENT_INTERVAL_MS: '15000',
  MONITOR_EXPERIMENT_WINDOW_MS: '3600000',
  MONITOR_ACCEPTED_FALSE_ALARMS_PER_DAY: '0.1',
} as const;
type Knob = keyof typeof KNOBS;

/**
 * What a lab in drill timing has instead, unless somebody says otherwise: three times the traffic and customers, since windows
 * of seconds hold few requests, and a monitor and labels that keep up with rules sixty times as fast.
 */
const DRILL_KNOBS: Partial<Record<Knob, string>> = {
  TRAFFIC_RATE: '60',
  TRAFFIC_CUSTOMERS: '6000',
  TRAFFIC_LABEL_DELAY_MIN_SECONDS: '1',
  TRAFFIC_LABEL_DELAY_MAX_SECONDS: '5',
  MONITOR_DRIFT_INTERVAL_MS: '2000',
  MONITOR_DRIFT_WINDOW_MS: '15000',
  MONITOR_QUALITY_INTERVAL_MS: '2000',
  MONITOR_QUALITY_WINDOW_MS: '30000',
  MONITOR_EXPERIMENT_INTERVAL_MS: '2000',
  MONITOR_EXPERIMENT_WINDOW_MS: '60000',
  MONITOR_ACCEPTED_FALSE_ALARMS_PER_DAY: '1',
};

export interface Settings {
  /** The repository's root folder. */
  readonly root: string;
  /** Where a running lab keeps its logs, data, secrets and state: `<root>/.lab` unless LAB_STATE_DIR says otherwise. */
  readonly stateDir: string;
  /** Where learners' folders lie, one per lab: `<root>/workspace` unless LAB_WORKSPACE_DIR says otherwise. */
  readonly workspaceDir: string;
  /** Where Node and the engines' binaries are kept for all checkouts of one user. */
  readonly cacheDir: string;
  /** A folder with engine binaries that is looked at first. */
  readonly enginesDir: string | undefined;
  /** Which database the route without Docker starts. */
  readonly database: 'pglite' | 'postgres';
  readonly portOffset: number;
  /** The ports in use: those of `.env`, moved by the offset. */
  readonly ports: Readonly<Record<PortKey, number>>;
  readonly knobs: Readonly<Record<Knob, string>>;
  /** Where the exporter reads GPUs, where somebody has said; each route has a default of its own. */
  readonly gpuSource: string | undefined;
  /** `<NAME>_VERSION` of `.env`. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Ports that no `fetch` opens, ours or a browser's: they belong to other protocols (the Fetch standard's "bad ports"). */
const PORTS_THAT_FETCH_REFUSES: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
]);

type Environment = Readonly<Record<string, string | undefined>>;

/** The repository that this file lies in. */
export const REPOSITORY_ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/**
 * The lab's settings: `.env`, over which the environment wins, as it does for Docker Compose.
 * @throws LabError that lists every mistake
 */
export function readSettings(env: Environment = process.env, root: string = REPOSITORY_ROOT): Settings {
  const file = parseEnv(readFileSync(join(root, '.env'), 'utf8'));
  const given = (key: string): string | undefined => env[key] || file[key];
  const problems: string[] = [];

  const offset = integer(env.LAB_PORT_OFFSET || '0');
  if (offset === undefined) problems.push(`LAB_PORT_OFFSET is "${env.LAB_PORT_OFFSET}", not a whole number`);

  const ports = {} as Record<PortKey, number>;
  for (const key of PORT_KEYS) {
    const port = integer(given(key) ?? '');
    const moved = (port ?? Number.NaN) + (offset ?? 0);
    if (port === undefined) problems.push(`${key} is "${given(key) ?? ''}", not a port`);
    else if (moved < 1 || moved > 65_535) problems.push(`${key} becomes ${moved}: ports go from 1 to 65535`);
    else if (PORTS_THAT_FETCH_REFUSES.has(moved))
      problems.push(`${key} becomes ${moved}, which browsers and fetch refuse: take another offset`);
    ports[key] = moved;
  }

  const database = env.LAB_DATABASE || 'pglite';
  if (database !== 'pglite' && database !== 'postgres')
    problems.push(`LAB_DATABASE is "${database}": pglite or postgres`);

  const knobs: Record<string, string> = {};
  const inDrill: Readonly<Record<string, string>> = given('LAB_TIMING') === 'drill' ? DRILL_KNOBS : {};
  // A knob of .env is the lab's default as well, and gives way to the drill's; the environment is somebody's wish.
  for (const [key, value] of Object.entries(KNOBS))
    knobs[key] = env[key] || inDrill[key] || file[key] || value;
  const timings = TIMINGS.map(({ name }) => name);
  if (!timings.some((name) => name === knobs.LAB_TIMING))
    problems.push(`LAB_TIMING is "${knobs.LAB_TIMING}": ${timings.join(' or ')}`);

  if (problems.length > 0)
    throw new LabError(
      'SETTINGS_INVALID',
      `settings:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
      'mend .env or the environment variable named above',
      EXIT.usage,
    );

  const versions: Record<string, string> = {};
  for (const key of Object.keys(file)) if (key.endsWith('_VERSION')) versions[key] = given(key) ?? '';

  return {
    root,
    stateDir: resolve(env.LAB_STATE_DIR || join(root, '.lab')),
    workspaceDir: resolve(env.LAB_WORKSPACE_DIR || join(root, 'workspace')),
    cacheDir: join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ml-observability-lab'),
    enginesDir: env.LAB_ENGINES_DIR ? resolve(env.LAB_ENGINES_DIR) : undefined,
    database: database as Settings['database'],
    portOffset: offset ?? 0,
    ports,
    gpuSource: given('GPU_SOURCE'),
    knobs: knobs as Settings['knobs'],
    versions,
  };
}

function integer(text: string): number | undefined {
  return /^-?\d+$/.test(text) ? Number(text) : undefined;
}
