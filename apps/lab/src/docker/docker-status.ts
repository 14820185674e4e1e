import type { ComponentStatus, LabStatus } from '../lab-status.ts';
import type { Settings } from '../settings.ts';
import { compose } from './compose.ts';
import { runDocker } from './run-docker.ts';

const SERVICES: ReadonlySet<string> = new Set([
  'inference',
  'features',
  'exporter',
  'traffic',
  'monitor',
  'autopilot',
  'pager',
  'site',
]);

/** The parts of `docker inspect` that status needs. */
interface InspectedContainer {
  readonly Id: string;
  readonly RestartCount: number;
  readonly State: {
    readonly Status: string;
    readonly Pid: number;
    readonly StartedAt: string;
    readonly ExitCode: number;
    readonly Health?: { readonly Status: string };
  };
  readonly Config: { readonly Image: string; readonly Labels: Readonly<Record<string, string>> };
  readonly HostConfig: {
    readonly RestartPolicy?: { readonly Name: string };
    readonly PortBindings?: Readonly<Record<string, readonly { HostPort: string }[] | null>> | null;
  };
}

/** The lab in Docker as it is at this moment; undefined where it has no containers or no Docker answers. */
export async function dockerStatus(settings: Settings): Promise<LabStatus | undefined> {
  const listed = await compose(settings, ['ps', '--all', '--quiet'], { timeoutMs: 10_000 });
  const ids = listed.ok ? listed.stdout.split('\n').filter((id) => id !== '') : [];
  if (ids.length === 0) return undefined;
  const [inspected, memory] = await Promise.all([runDocker(['inspect', ...ids]), memoryOf(ids)]);
  if (!inspected.ok) return undefined;
  const containers = JSON.parse(inspected.stdout) as InspectedContainer[];
  const components = containers
    .filter((container) => !hasDoneItsWork(container) && !isOfWorkbench(container))
    .map((container) => describeContainer(container, memory, Date.now()));
  return { route: 'docker', components: components.sort((a, b) => a.name.localeCompare(b.name)) };
}

/** A container that runs once, such as the one that makes the secrets: not a part of the running lab. */
export function hasDoneItsWork({ State, HostConfig }: InspectedContainer): boolean {
  return State.Status === 'exited' && State.ExitCode === 0 && HostConfig.RestartPolicy?.Name === 'no';
}

/** A learner's own engine: beside the lab, not of it. */
const isOfWorkbench = ({ Config }: InspectedContainer): boolean =>
  Config.Labels['com.docker.compose.service']?.startsWith('workbench-') === true;

export function describeContainer(
  { Id, RestartCount, State, Config, HostConfig }: InspectedContainer,
  memory: ReadonlyMap<string, number>,
  now: number,
): ComponentStatus {
  const name = Config.Labels['com.docker.compose.service'] ?? Id.slice(0, 12);
  const running = State.Status === 'running';
  const health = State.Health?.Status;
  const ready = running && (health === undefined || health === 'healthy');
  const memoryBytes = memory.get(Id.slice(0, 12));
  const ports = Object.values(HostConfig.PortBindings ?? {})
    .flatMap((bindings) => bindings ?? [])
    .map(({ HostPort }) => Number(HostPort));
  return {
    name,
    kind: name === 'postgres' ? 'database' : SERVICES.has(name) ? 'service' : 'engine',
    state: ready ? 'ready' : running ? (health ?? 'running') : State.Status,
    ready,
    ...(running
      ? { pid: State.Pid, uptimeMs: now - Date.parse(State.StartedAt) }
      : { detail: `exit code ${State.ExitCode}` }),
    ports: [...new Set(ports)],
    restarts: RestartCount,
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    version: Config.Image.includes(':') ? Config.Image.slice(Config.Image.lastIndexOf(':') + 1) : '',
  };
}

async function memoryOf(ids: readonly string[]): Promise<Map<string, number>> {
  const { ok, stdout } = await runDocker([
    'stats',
    '--no-stream',
    '--format',
    '{{.ID}} {{.MemUsage}}',
    ...ids,
  ]);
  return ok ? parseMemory(stdout) : new Map();
}

const UNITS: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** @param stats lines like `0123456789ab 64.1MiB / 23.5GiB` */
export function parseMemory(stats: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const line of stats.split('\n')) {
    const [, id, amount, unit] = /^(\w{12})\w* ([\d.]+)([KMG]?i?B) /.exec(line) ?? [];
    if (id !== undefined) found.set(id, Number(amount) * (UNITS[unit ?? 'B'] ?? 1));
  }
  return found;
}
