import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fetchJson } from '@lab/engine-clients';
import type { LabUnderTest } from '@lab/test-telemetry/start-lab';

interface Process {
  readonly pid: string;
  /** What it was started as. */
  readonly command: string;
}

/** Processes that work in a folder. Linux: where there is no /proc there are none to see. */
export function processesIn(folder: string): Process[] {
  if (!existsSync('/proc/self')) return [];
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => cwdOf(pid).startsWith(folder))
    .map((pid) => ({ pid, command: commandOf(pid) }));
}

/** Empty for one that has ended meanwhile. */
function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function cwdOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

export const workbenchIsGone = ({ stateDir }: LabUnderTest): boolean =>
  !existsSync(join(stateDir, 'run', 'workbench.json'));

interface Vector {
  readonly data: { readonly result: readonly { readonly metric: Readonly<Record<string, string>> }[] };
}

/** Faults that are switched on, as the lab's own Prometheus sees them. */
export async function activeFaults({ ports }: LabUnderTest): Promise<string[]> {
  const query = new URLSearchParams({ query: 'service_fault_active > 0' });
  const { data } = await fetchJson<Vector>(`http://127.0.0.1:${ports.PROMETHEUS_PORT}/api/v1/query?${query}`);
  return data.result.map(({ metric }) => `${metric.service} ${metric.fault}`);
}

/** Silences that are in force: none is of the lab itself. */
export async function silences({ ports }: LabUnderTest): Promise<string[]> {
  type Silences = readonly { status: { state: string }; comment: string }[];
  const url = `http://127.0.0.1:${ports.ALERTMANAGER_PORT}/api/v2/silences`;
  return (await fetchJson<Silences>(url))
    .filter(({ status }) => status.state !== 'expired')
    .map(({ comment }) => comment);
}
