import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BenchError } from '../errors.ts';

const run = promisify(execFile);
const REQUIREMENTS = fileURLToPath(new URL('../../fastapi/requirements.txt', import.meta.url));
const INSTALL_LIMIT_MS = 10 * 60_000;
const OLDEST: readonly [number, number] = [3, 11];

/**
 * The Python of a virtual environment with the FastAPI variant's requirements, made once per user: in the cache, under
 * a name that changes with the requirements and with the version of Python.
 * @throws BenchError where there is no Python, or pip cannot install
 */
export async function pythonEnvironment(options: {
  readonly cacheDir: string;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}): Promise<string> {
  const { signal } = options;
  const version = await pythonVersion(signal);
  const fingerprint = createHash('sha256').update(version).update(readFileSync(REQUIREMENTS)).digest('hex');
  const folder = join(options.cacheDir, 'bench', `fastapi-${fingerprint.slice(0, 12)}`);
  const python = join(folder, 'bin/python');
  // Written last: a folder without it is an installation that was broken off.
  const finished = join(folder, 'installed');
  if (existsSync(finished)) return python;

  options.say(`installing FastAPI and its companions for Python ${version}, once, into ${folder}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    await run('python3', ['-m', 'venv', folder], { signal });
    await run(python, ['-m', 'pip', 'install', '--quiet', '--no-input', '--requirement', REQUIREMENTS], {
      signal,
      timeout: INSTALL_LIMIT_MS,
    });
  } catch (error) {
    signal.throwIfAborted();
    const said = (error as { stderr?: string }).stderr?.trim().split('\n').slice(-5).join('\n');
    throw new BenchError(
      `the FastAPI variant cannot be installed: ${said ?? (error as Error).message}`,
      'without it: ./lab bench --variants bare,ours',
    );
  }
  writeFileSync(finished, version);
  return python;
}

async function pythonVersion(signal: AbortSignal): Promise<string> {
  const hint = 'install it with its venv module, or leave FastAPI out: ./lab bench --variants bare,ours';
  let version: string;
  try {
    const { stdout } = await run('python3', ['-c', 'import platform; print(platform.python_version())'], {
      signal,
    });
    version = stdout.trim();
  } catch {
    signal.throwIfAborted();
    throw new BenchError(`the FastAPI variant needs Python ${OLDEST.join('.')} or newer`, hint);
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    throw new BenchError(
      `the FastAPI variant needs Python ${OLDEST.join('.')} or newer, found ${version}`,
      hint,
    );
  return version;
}
