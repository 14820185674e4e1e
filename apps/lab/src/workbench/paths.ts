import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { statePaths } from '../state-dir.ts';

/** Where the workbench keeps its own things; the learner's lie in the learner's folder. */
export interface WorkbenchPaths {
  readonly pidFile: string;
  readonly stateFile: string;
  readonly supervisorLog: string;
  readonly data: string;
  /** The services' admin token: with Docker the lab's own lies in a volume. */
  readonly adminToken: string;
}

export function workbenchPaths(settings: Pick<Settings, 'stateDir'>): WorkbenchPaths {
  const { run } = statePaths(settings);
  return {
    pidFile: join(run, 'workbench.pid'),
    stateFile: join(run, 'workbench.json'),
    // Not in logs/: the lab's Collector reads what lies there.
    supervisorLog: join(run, 'workbench.log'),
    data: join(settings.stateDir, 'workbench'),
    adminToken: join(run, 'workbench-admin-token'),
  };
}

/** Logs of the learner's services and engines, in the learner's folder, where they are looked for. */
export const workbenchLog = (folder: string, name: string): string => join(folder, 'logs', `${name}.log`);
