import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { ROOT } from './command-line.ts';

const REQUIREMENTS = join(ROOT, 'test/telemetry/requirements.txt');

/** Where Python's programs lie that judge the lab from outside; made once per user and list of requirements. */
export async function referees(): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ml-observability-lab');
  const digest = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const environment = join(cache, 'referees', digest);
  const bin = join(environment, 'bin');
  const done = join(environment, '.complete');
  if (existsSync(done)) return bin;
  process.stdout.write('installing the Python referees, once for this machine\n');
  rmSync(environment, { recursive: true, force: true });
  mkdirSync(dirname(environment), { recursive: true });
  await execa('python3', ['-m', 'venv', environment]);
  await execa(join(bin, 'python'), [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '-r',
    REQUIREMENTS,
  ]);
  // Renamed last: an interrupted installation is made anew.
  await execa('touch', [`${done}.new`]);
  renameSync(`${done}.new`, done);
  return bin;
}
