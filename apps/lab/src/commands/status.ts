import { styleText } from 'node:util';
import { LabError, notRunning } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { labStatus } from '../lab-route.ts';
import type { ComponentStatus, LabStatus } from '../lab-status.ts';
import type { CommandContext } from '../main.ts';
import type { LabState } from '../native/lab-state.ts';
import { orphansOf } from '../native/lifecycle.ts';
import { formatBytes, formatDuration, table } from '../output.ts';
import { runningWorkbench } from '../workbench/lifecycle.ts';
import { workbenchMemory } from '../workbench/memory.ts';

const HEADER = ['name', 'state', 'pid', 'port', 'uptime', 'restarts', 'memory', 'version', ''];

export async function status({ settings, output }: CommandContext): Promise<number> {
  const found = await labStatus(settings);
  if (found === undefined) {
    const left = orphansOf(settings);
    throw left.length === 0 ? notRunning() : unwatched(left.length);
  }
  output.line(statusTable(found));
  const workbench = runningWorkbench(settings);
  if (workbench !== undefined) output.line(workbenchLine(workbench));
  output.data({
    ...found,
    workbench:
      workbench === undefined
        ? null
        : { components: workbench.components, memoryBytes: workbenchMemory(workbench) },
  });
  return EXIT.ok;
}

/** `your workbench: scorer ready, prometheus waiting (exited with code 1; …), 210 MB resident`. */
function workbenchLine(workbench: LabState): string {
  const parts = workbench.components.map(({ name, state, detail }) =>
    state === 'waiting' ? `${name} waiting (${detail ?? 'ended'})` : `${name} ${state}`,
  );
  return `your workbench: ${parts.join(', ')}, ${formatBytes(workbenchMemory(workbench))} resident`;
}

function unwatched(count: number): LabError {
  return new LabError(
    'SUPERVISOR_DIED',
    `the supervisor has died; ${count} processes run on, and nobody restarts them`,
    './lab up starts the lab anew, ./lab down stops what is left',
    EXIT.notRunning,
  );
}

export function statusTable({ route, components }: LabStatus): string {
  const total = components.reduce((sum, { memoryBytes = 0 }) => sum + memoryBytes, 0);
  const ready = components.filter((component) => component.ready).length;
  const way = route === 'docker' ? 'Docker Compose' : 'plain processes';
  return [
    table(HEADER, components.map(row)),
    '',
    `${ready} of ${components.length} ready, ${formatBytes(total)} resident (${way})`,
  ].join('\n');
}

function row(component: ComponentStatus): string[] {
  const { name, pid, ports, uptimeMs, restarts, memoryBytes, version, detail } = component;
  return [
    name,
    coloured(component),
    pid === undefined ? '–' : String(pid),
    ports[0] === undefined ? '–' : String(ports[0]),
    uptimeMs === undefined ? '–' : formatDuration(uptimeMs),
    String(restarts),
    memoryBytes === undefined ? '–' : formatBytes(memoryBytes),
    version,
    detail?.split('\n')[0] ?? '',
  ];
}

function coloured({ state, ready }: ComponentStatus): string {
  if (ready) return styleText('green', state);
  return styleText(
    state === 'waiting' || state === 'not ready' || state === 'missing' ? 'red' : 'yellow',
    state,
  );
}
