import { execFileSync } from 'node:child_process';
import type { LabState } from '../native/lab-state.ts';

/**
 * Resident memory of a workbench in bytes: of its owner and of every process in the groups that it leads, since
 * a service may start others. Containers are not among them.
 */
export function workbenchMemory(state: LabState | undefined): number {
  if (state === undefined) return 0;
  const leaders = new Set(
    [state.supervisor, ...state.components.map((component) => component.process)].flatMap((found) =>
      found === undefined ? [] : [found.pid],
    ),
  );
  const text = execFileSync('ps', ['-A', '-o', 'pgid=,rss='], { encoding: 'utf8' });
  let kibibytes = 0;
  for (const line of text.trim().split('\n')) {
    const [group, resident] = line.trim().split(/\s+/).map(Number);
    if (group !== undefined && resident !== undefined && leaders.has(group)) kibibytes += resident;
  }
  return kibibytes * 1024;
}
