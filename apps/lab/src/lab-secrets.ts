import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compose } from './docker/compose.ts';
import { LabError, messageOf } from './errors.ts';
import type { LabStatus } from './lab-status.ts';
import type { SecretName } from './native/secrets.ts';
import type { Settings } from './settings.ts';
import { statePaths } from './state-dir.ts';

/** Which container may read which secret: in Docker they lie in a volume, one group per secret. */
const READABLE_IN: Readonly<Record<SecretName, string>> = {
  user_id_salt: 'inference',
  admin_token: 'inference',
  alertmanager_token: 'pager',
  postgres_password: 'postgres',
  grafana_admin_password: 'grafana',
};

/** A secret of the running lab, for commands that act on it. @throws LabError where it cannot be read */
export async function readSecret(
  settings: Settings,
  { route }: Pick<LabStatus, 'route'>,
  name: SecretName,
): Promise<string> {
  if (route === 'native') {
    const path = join(statePaths(settings).secrets, name);
    try {
      return readFileSync(path, 'utf8').trim();
    } catch (error) {
      throw unreadable(name, messageOf(error));
    }
  }
  const read = await compose(settings, ['exec', '-T', READABLE_IN[name], 'cat', `/run/secrets/${name}`]);
  if (read.ok) return read.stdout.trim();
  throw unreadable(name, read.stderr.trim());
}

function unreadable(name: SecretName, reason: string): LabError {
  return new LabError('SECRET_UNREADABLE', `cannot read the secret ${name}: ${reason}`, './lab up makes it');
}
