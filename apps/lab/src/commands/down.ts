import { rmSync } from 'node:fs';
import { EXIT } from '../exit-codes.ts';
import type { CommandContext } from '../main.ts';
import { stopNative } from '../native/lifecycle.ts';

export interface DownOptions {
  readonly volumes?: boolean;
}

/** Stops whichever lab runs. A lab that does not run is already down: that is success. */
export async function down({ settings, output }: CommandContext, options: DownOptions): Promise<number> {
  const { stopped } = await stopNative(settings);
  if (options.volumes === true) rmSync(settings.stateDir, { recursive: true, force: true });
  output.line(stopped ? 'The lab is stopped.' : 'The lab was not running.');
  output.data({ stopped, volumesDeleted: options.volumes === true });
  return EXIT.ok;
}
