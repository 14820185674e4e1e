import { findTraceStore } from '../native/engines/trace-store.ts';
import { runningSupervisor } from '../native/lifecycle.ts';
import { describeConflict, portConflicts } from '../native/port-check.ts';
import type { Settings } from '../settings.ts';
import type { Finding } from './finding.ts';

/** Whether the lab's ports are free; while it runs they are its own. */
export async function examinePorts(settings: Settings): Promise<Finding[]> {
  if (runningSupervisor(settings) !== undefined)
    return [{ what: 'ports', verdict: 'ok', found: 'in use by the running lab' }];
  const conflicts = await portConflicts(settings, await findTraceStore(settings));
  if (conflicts.length === 0) return [{ what: 'ports', verdict: 'ok', found: 'all free' }];
  return conflicts.map((conflict) => ({
    what: conflict.key,
    verdict: 'blocks',
    found: describeConflict(conflict),
    advice: 'stop it, or set LAB_PORT_OFFSET=1000',
  }));
}
