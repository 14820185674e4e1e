import { onTestFinished, vi } from 'vitest';
import { readSettings, type Settings } from '../settings.ts';
import { stopWorkbench } from '../workbench/lifecycle.ts';
import { tempDir } from './temp-dir.ts';

/**
 * Settings of a lab that is nobody else's, for as long as a test takes; a workbench that it has then is stopped.
 * @param env of this process as well, for the processes that it starts have it too
 */
export function ownSettings(env: Readonly<Record<string, string>>): Settings {
  for (const [name, value] of Object.entries({ LAB_STATE_DIR: tempDir(), ...env })) vi.stubEnv(name, value);
  const settings = readSettings();
  onTestFinished(async () => {
    await stopWorkbench(settings);
    vi.unstubAllEnvs();
  });
  return settings;
}
