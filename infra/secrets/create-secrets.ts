/**
 * Makes the lab's secrets where they are missing: random, in files, never in an environment or in the repository.
 *
 *   node create-secrets.ts <folder to fill> <host in the database URL>
 *
 * Each file belongs to root and to a group of its own, and only that group may read it. Which service gets which
 * group stands in compose.yaml (`group_add`), so that a service can read what it needs and nothing else.
 */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const GROUPS = {
  postgres_password: 20_001,
  database_url: 20_002,
  user_id_salt: 20_003,
  admin_token: 20_004,
  grafana_admin_password: 20_005,
  alertmanager_token: 20_006,
} as const;
type SecretName = keyof typeof GROUPS;

const OWNER = 0;
const DATABASE = { user: 'lab', name: 'lab' } as const;

const [directory, databaseHost] = process.argv.slice(2);
if (directory === undefined || databaseHost === undefined) {
  process.stderr.write('usage: create-secrets.ts <folder> <database host>\n');
  process.exit(2);
}

const path = (name: SecretName): string => join(directory, name);

/** Written beside its place and moved there: a reader sees the whole secret or none. */
function write(name: SecretName, value: string): void {
  const unfinished = `${path(name)}.new`;
  rmSync(unfinished, { force: true }); // of a start that was cut off
  writeFileSync(unfinished, value, { mode: 0o400 });
  chownSync(unfinished, OWNER, GROUPS[name]);
  chmodSync(unfinished, 0o440);
  renameSync(unfinished, path(name));
  process.stdout.write(`created ${name}\n`);
}

mkdirSync(directory, { recursive: true });
for (const name of [
  'postgres_password',
  'user_id_salt',
  'admin_token',
  'grafana_admin_password',
  'alertmanager_token',
] as const) {
  if (!existsSync(path(name))) write(name, randomBytes(32).toString('hex'));
}

// Not a secret of its own: it follows the password.
const password = readFileSync(path('postgres_password'), 'utf8').trim();
const databaseUrl = `postgres://${DATABASE.user}:${password}@${databaseHost}:5432/${DATABASE.name}`;
if (!existsSync(path('database_url')) || readFileSync(path('database_url'), 'utf8') !== databaseUrl) {
  write('database_url', databaseUrl);
}
