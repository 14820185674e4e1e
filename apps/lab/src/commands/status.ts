import { styleText } from 'node:util';
import { notRunning } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { ComponentStatus, LabStatus } from '../lab-status.ts';
import type { CommandContext } from '../main.ts';
import { nativeStatus } from '../native/native-status.ts';
import { formatBytes, formatDuration, table } from '../output.ts';

const HEADER = ['name', 'state', 'pid', 'port', 'uptime', 'restarts', 'memory', 'version', ''];

export async function status({ settings, output }: CommandContext): Promise<number> {
  const found = await nativeStatus(settings);
  if (found === undefined) throw notRunning();
  output.line(statusTable(found));
  output.data(found);
  return EXIT.ok;
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
