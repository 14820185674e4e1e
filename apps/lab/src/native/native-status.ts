import type { ComponentStatus, LabStatus } from '../lab-status.ts';
import type { Settings } from '../settings.ts';
import { statePaths } from '../state-dir.ts';
import { type ComponentSnapshot, readRunningLab } from './lab-state.ts';
import { residentBytes } from './process-memory.ts';
import { probe } from './readiness.ts';

/** The lab without Docker as it is at this moment; undefined where none runs. */
export async function nativeStatus(settings: Settings): Promise<LabStatus | undefined> {
  const state = readRunningLab(statePaths(settings).stateFile);
  if (state === undefined) return undefined;
  const memory = residentBytes(
    [state.supervisor, ...state.components.map((component) => component.process)].flatMap((found) =>
      found === undefined ? [] : [found.pid],
    ),
  );
  const supervisor: ComponentStatus = {
    name: 'supervisor',
    kind: 'service',
    state: 'ready',
    ready: true,
    pid: state.supervisor.pid,
    ports: [],
    uptimeMs: age(state.startedAt),
    restarts: 0,
    ...bytes(memory, state.supervisor.pid),
    version: process.versions.node,
  };
  const components = await Promise.all(state.components.map((component) => describe(component, memory)));
  return { route: 'native', components: [...components, supervisor] };
}

async function describe(
  component: ComponentSnapshot,
  memory: ReadonlyMap<number, number>,
): Promise<ComponentStatus> {
  const { name, kind, version, ports, restarts, process: found, readiness, startedAt } = component;
  // The supervisor asks every few seconds; whoever looks wants to know now.
  const reason =
    found !== undefined && readiness !== undefined && component.state === 'ready'
      ? await probe(readiness)
      : undefined;
  const ready = component.state === 'ready' && reason === undefined;
  const detail = reason ?? component.detail;
  return {
    name,
    kind,
    version,
    state: component.state === 'ready' && !ready ? 'not ready' : component.state,
    ready,
    ...(detail === undefined ? {} : { detail }),
    ...(found === undefined ? {} : { pid: found.pid, ...bytes(memory, found.pid) }),
    ...(found === undefined || startedAt === undefined ? {} : { uptimeMs: age(startedAt) }),
    ...(component.readyAfterMs === undefined ? {} : { readyAfterMs: component.readyAfterMs }),
    ports,
    restarts,
  };
}

function age(since: string): number {
  return Date.now() - Date.parse(since);
}

function bytes(memory: ReadonlyMap<number, number>, pid: number): { memoryBytes?: number } {
  const found = memory.get(pid);
  return found === undefined ? {} : { memoryBytes: found };
}
