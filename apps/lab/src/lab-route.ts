import { dockerStatus } from './docker/docker-status.ts';
import type { LabStatus } from './lab-status.ts';
import { findOnPath } from './native/find-on-path.ts';
import { nativeStatus } from './native/native-status.ts';
import type { Settings } from './settings.ts';

/** The lab as it is at this moment, whichever way it was started; undefined where none runs. */
export async function labStatus(settings: Settings): Promise<LabStatus | undefined> {
  const native = await nativeStatus(settings);
  if (native !== undefined) return native;
  // Asking a Docker that is not there costs a process start on every `status`.
  return findOnPath('docker') === undefined ? undefined : dockerStatus(settings);
}
