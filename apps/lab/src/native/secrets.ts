import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets that a lab makes for itself at its first start. Each is a file of that name. */
export const SECRET_NAMES = [
  'user_id_salt',
  'admin_token',
  'alertmanager_token',
  'postgres_password',
  'grafana_admin_password',
] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

/** Makes the secrets that are not there yet, 256 random bits each, readable by their owner alone. */
export function ensureSecrets(folder: string): Readonly<Record<SecretName, string>> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const paths = {} as Record<SecretName, string>;
  for (const name of SECRET_NAMES) {
    const path = join(folder, name);
    if (!existsSync(path)) createOnce(path, randomBytes(32).toString('hex'));
    paths[name] = path;
  }
  return paths;
}

/** Of two first starts at the same time, one makes the secret and both use it: link fails where the file exists. */
function createOnce(path: string, value: string): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, value, { mode: 0o600 });
  chmodSync(temporary, 0o600);
  try {
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}
