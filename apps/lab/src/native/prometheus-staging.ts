import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { PortKey, Settings } from '../settings.ts';
import { statePaths } from '../state-dir.ts';

/** The port that each target list of infra/prometheus/targets stands for. */
const TARGET_PORTS: Readonly<Record<string, PortKey>> = {
  inference: 'INFERENCE_PORT',
  features: 'FEATURES_PORT',
  traffic: 'TRAFFIC_PORT',
  pager: 'PAGER_PORT',
  site: 'SITE_PORT',
  monitor: 'MONITOR_PORT',
  autopilot: 'AUTOPILOT_PORT',
  node: 'EXPORTER_HOST_PORT',
  gpu: 'EXPORTER_GPU_PORT',
  'span-metrics': 'COLLECTOR_SPAN_METRICS_PORT',
  collector: 'COLLECTOR_SELF_METRICS_PORT',
  prometheus: 'PROMETHEUS_PORT',
  alertmanager: 'ALERTMANAGER_PORT',
  alertmanagers: 'ALERTMANAGER_PORT',
  loki: 'LOKI_PORT',
  tempo: 'TEMPO_PORT',
  jaeger: 'JAEGER_METRICS_PORT',
};

interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Makes the folder that Prometheus reads: the configuration and the rules as links to `infra/prometheus`, and the
 * target lists with this lab's addresses in place of those of Compose.
 * @param absent target lists of what this lab does not run: they become empty
 */
export function stagePrometheus(settings: Settings, absent: ReadonlySet<string>): void {
  const source = join(settings.root, 'infra/prometheus');
  const staged = statePaths(settings).prometheus;
  const targets = join(staged, 'targets');
  mkdirSync(targets, { recursive: true });
  const timing = settings.knobs.LAB_TIMING;
  const links = {
    'prometheus.yml': timing === 'production' ? 'prometheus.yml' : join(timing, 'prometheus.yml'),
    rules: 'rules',
    'timed-rules': join('rules', timing),
  };
  for (const [name, target] of Object.entries(links)) link(join(source, target), join(staged, name));
  for (const file of readdirSync(join(source, 'targets')).filter((name) => name.endsWith('.json'))) {
    const list = file.slice(0, -'.json'.length);
    const port = TARGET_PORTS[list];
    const groups = JSON.parse(readFileSync(join(source, 'targets', file), 'utf8')) as TargetGroup[];
    const here =
      port === undefined || absent.has(list)
        ? []
        : groups.map((group) => ({ ...group, targets: [`127.0.0.1:${settings.ports[port]}`] }));
    writeWhole(join(targets, file), JSON.stringify(here));
  }
}

function link(target: string, path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) rmSync(path);
  symlinkSync(target, path);
}

/** Prometheus watches the folder: it must never see half a file. */
function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}
