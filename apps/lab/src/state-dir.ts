import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './settings.ts';

/** Where things lie under the state folder. */
interface StatePaths {
  readonly logs: string;
  readonly data: string;
  readonly secrets: string;
  readonly run: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly pidFile: string;
  readonly stateFile: string;
  readonly supervisorLog: string;
}

export function statePaths(settings: Pick<Settings, 'stateDir'>): StatePaths {
  const run = join(settings.stateDir, 'run');
  const logs = join(settings.stateDir, 'logs');
  return {
    logs,
    run,
    data: join(settings.stateDir, 'data'),
    secrets: join(settings.stateDir, 'secrets'),
    prometheus: join(settings.stateDir, 'prometheus'),
    alertmanager: join(settings.stateDir, 'alertmanager'),
    pidFile: join(run, 'supervisor.pid'),
    stateFile: join(run, 'state.json'),
    supervisorLog: join(logs, 'supervisor.log'),
  };
}

export function makeStateDirs(paths: StatePaths): void {
  for (const dir of [paths.logs, paths.data, paths.run, paths.prometheus])
    mkdirSync(dir, { recursive: true });
  mkdirSync(paths.secrets, { recursive: true, mode: 0o700 });
}
