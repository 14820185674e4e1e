import { LabError } from '../errors.ts';
import type { PortKey, Settings } from '../settings.ts';
import type { TraceStore } from './engines/trace-store.ts';
import { holderOf, isFree, type PortHolder } from './ports.ts';

interface PortConflict {
  readonly key: PortKey;
  readonly port: number;
  readonly holder: PortHolder | undefined;
}

/** Ports of what a lab without Docker does not run. */
const NOT_NATIVE: ReadonlySet<PortKey> = new Set(['GRAFANA_PORT']);
/** The course's workbench starts, and looks at its ports, by itself. */
const WORKBENCH = 'WORKBENCH_';
const TEMPO_PORTS: readonly PortKey[] = ['TEMPO_PORT', 'TEMPO_GRPC_PORT', 'TEMPO_OTLP_PORT'];
const JAEGER_PORTS: readonly PortKey[] = [
  'JAEGER_PORT',
  'JAEGER_OTLP_PORT',
  'JAEGER_GRPC_PORT',
  'JAEGER_HEALTH_PORT',
  'JAEGER_METRICS_PORT',
];

/** The lab's ports that somebody else listens on. */
export async function portConflicts(settings: Settings, traceStore: TraceStore): Promise<PortConflict[]> {
  const unused = new Set([...NOT_NATIVE, ...(traceStore === 'tempo' ? JAEGER_PORTS : TEMPO_PORTS)]);
  const keys = (Object.keys(settings.ports) as PortKey[]).filter(
    (key) => !unused.has(key) && !key.startsWith(WORKBENCH),
  );
  const free = await Promise.all(keys.map((key) => isFree(settings.ports[key])));
  return keys
    .filter((_, index) => free[index] === false)
    .map((key) => ({ key, port: settings.ports[key], holder: holderOf(settings.ports[key]) }));
}

export function describeConflict({ key, port, holder }: PortConflict): string {
  const who =
    holder === undefined ? 'a process that this user cannot see' : `pid ${holder.pid} (${holder.command})`;
  return `${key} ${port} is taken by ${who}`;
}

/** @throws LabError that names every taken port and its holder */
export function refuseConflicts(conflicts: readonly PortConflict[]): void {
  if (conflicts.length === 0) return;
  throw new LabError(
    'PORTS_TAKEN',
    conflicts.map(describeConflict).join('\n'),
    'stop what listens there, or move the whole lab: LAB_PORT_OFFSET=1000 ./lab up',
  );
}
