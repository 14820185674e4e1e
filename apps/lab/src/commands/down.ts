import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { courseState } from '../course/state.ts';
import { compose } from '../docker/compose.ts';
import { dockerStatus } from '../docker/docker-status.ts';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { CommandContext } from '../main.ts';
import { findOnPath } from '../native/find-on-path.ts';
import { stopNative } from '../native/lifecycle.ts';
import type { Settings } from '../settings.ts';
import { stopWorkbench } from '../workbench/lifecycle.ts';

export interface DownOptions {
  readonly volumes?: boolean;
}

/** Stops whichever lab runs. A lab that does not run is already down: that is success. */
export async function down(context: CommandContext, { volumes = false }: DownOptions): Promise<number> {
  const { settings, output } = context;
  await stopWorkbench(settings);
  const native = await stopNative(settings);
  const docker = await stopDocker(context, volumes);
  const stopped = native.stopped || docker;
  if (volumes) deleteState(settings);
  output.line(stopped ? 'The lab is stopped.' : 'The lab was not running.');
  output.data({ stopped, volumesDeleted: volumes });
  return EXIT.ok;
}

/** What a learner has done is no data of the lab: it stays. */
function deleteState({ stateDir }: Settings): void {
  const kept = courseState({ stateDir }).folder;
  const entries = existsSync(stateDir) ? readdirSync(stateDir) : [];
  for (const entry of entries.map((name) => join(stateDir, name)).filter((path) => path !== kept))
    rmSync(entry, { recursive: true, force: true });
  if (!existsSync(kept)) rmSync(stateDir, { recursive: true, force: true });
}

async function stopDocker({ settings, output }: CommandContext, volumes: boolean): Promise<boolean> {
  if (findOnPath('docker') === undefined || (await dockerStatus(settings)) === undefined) return false;
  // A profile that is not named would be left alone.
  const args = ['--profile', 'workbench', 'down', '--remove-orphans', ...(volumes ? ['--volumes'] : [])];
  const result = await compose(settings, args, { show: !output.json, timeoutMs: 180_000 });
  if (result.ok) return true;
  throw new LabError('COMPOSE_FAILED', result.stderr.trim(), 'docker compose down shows more');
}
