import { execFile, execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { findOnPath } from './native/find-on-path.ts';
import { REPOSITORY_ROOT } from './settings.ts';
import { writeExecutable } from './testing/executable.ts';
import { copyFromRepository } from './testing/repository.ts';
import { tempDir } from './testing/temp-dir.ts';

/** What the script itself uses; nothing else is on the PATH of these tests, no npm and no node of the machine. */
const TOOLS = [
  'sh',
  'cat',
  'cp',
  'dirname',
  'find',
  'ln',
  'mkdir',
  'mv',
  'readlink',
  'rm',
  'sed',
  'sleep',
  'touch',
  'uname',
];

const LOCK_FILE = JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } });
const OTHER_LOCK_FILE = JSON.stringify({ packages: { 'node_modules/a': { version: '2.0.0' } } });

/** Stands for npm: notes how it is called, "installs" Node by linking the one of this test, and packages by copying. */
const NPM = `
echo "$*" >>"$NPM_CALLS"
case $1 in
  install)
    sleep 0.3
    for last in "$@"; do :; done
    package=\${last%@*}
    mkdir -p "$3/node_modules/$package/bin"
    ln -s "$REAL_NODE" "$3/node_modules/$package/bin/node" ;;
  ci)
    mkdir -p node_modules
    cp package-lock.json node_modules/.package-lock.json ;;
esac`;

interface Checkout {
  readonly root: string;
  readonly bin: string;
  run(...args: string[]): Promise<{ args: string[]; node: string; notes: string }>;
  npmCalls(): string[];
}

function checkout(options: { node?: 'old' | 'new'; npm?: boolean; installed?: boolean } = {}): Checkout {
  const folder = tempDir();
  const root = join(folder, 'check out');
  const bin = join(folder, 'bin');
  const calls = join(folder, 'npm-calls');
  appendFileSync(calls, '');
  mkdirSync(bin);
  for (const tool of TOOLS) symlinkSync(findOnPath(tool) ?? `no ${tool}`, join(bin, tool));
  copyFromRepository(root, ['lab', '.env', 'apps/lab/src/dependencies-current.ts']);
  writeFileSync(join(root, 'package-lock.json'), LOCK_FILE);
  writeFileSync(
    join(root, 'apps/lab/src/main.ts'),
    'process.stdout.write(JSON.stringify({ args: process.argv.slice(2), node: process.execPath }));',
  );
  if (options.installed !== false) {
    mkdirSync(join(root, 'node_modules'));
    writeFileSync(join(root, 'node_modules/.package-lock.json'), LOCK_FILE);
  }
  if (options.node === 'old') writeExecutable(join(bin, 'node'), 'echo v20.20.2');
  if (options.node === 'new') symlinkSync(process.execPath, join(bin, 'node'));
  if (options.npm !== false) writeExecutable(join(bin, 'npm'), NPM);
  return {
    root,
    bin,
    npmCalls: () =>
      readFileSync(calls, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    async run(...args) {
      const { stdout, stderr } = await promisify(execFile)(join(root, 'lab'), args, {
        cwd: '/',
        env: { PATH: bin, HOME: folder, NPM_CALLS: calls, REAL_NODE: process.execPath },
      });
      return { ...JSON.parse(stdout), notes: stderr };
    },
  };
}

function makeLockFileYounger(root: string, content: string): void {
  const path = join(root, 'package-lock.json');
  writeFileSync(path, content);
  const soon = new Date(Date.now() + 60_000);
  utimesSync(path, soon, soon);
}

describe('./lab', () => {
  test('when it is read by sh - then there is no mistake in it', () => {
    execFileSync('sh', ['-n', join(REPOSITORY_ROOT, 'lab')]);
  });

  test('when Node is new enough - then it runs the command line with every argument as it was given', async () => {
    const { run, npmCalls } = checkout({ node: 'new' });
    const { args, notes } = await run('up', '--json', 'two words', '');
    expect(args).toEqual(['up', '--json', 'two words', '']);
    expect(notes).toBe('');
    expect(npmCalls()).toEqual([]);
  });

  test('when it is called through symbolic links - then it finds its repository', async () => {
    const { root, bin, run } = checkout({ node: 'new' });
    symlinkSync(join(root, 'lab'), join(bin, 'absolute'));
    symlinkSync('absolute', join(bin, 'relative'));
    const { stdout } = await promisify(execFile)(join(bin, 'relative'), ['status'], {
      cwd: '/',
      env: { PATH: bin, HOME: bin },
    });
    expect(JSON.parse(stdout)).toMatchObject({ args: (await run('status')).args });
  });

  test('when Node is too old - then the right one is fetched once, with npm, into the cache', async () => {
    const { run, npmCalls } = checkout({ node: 'old' });
    const first = await run('status');
    expect(first.notes).toContain('found Node v20.20.2; fetching Node 24.');
    expect(npmCalls()).toEqual([expect.stringMatching(/^install --prefix .* node-\w+-\w+@\d+\.\d+\.\d+$/)]);
    const second = await run('status');
    expect(second).toMatchObject({ args: ['status'], notes: '' });
    expect(npmCalls()).toHaveLength(1);
  });

  test('when Node is too old and there is no npm - then it says what to install', async () => {
    const { run } = checkout({ node: 'old', npm: false });
    await expect(run('status')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/needs Node 24\.15 or newer \(found v20\.20\.2\) and no npm/),
    });
  });

  test('when several start for the first time at once - then Node and dependencies are installed once', async () => {
    const { run, npmCalls } = checkout({ installed: false });
    const results = await Promise.all([run('a'), run('b'), run('c')]);
    expect(results.map(({ args }) => args)).toEqual([['a'], ['b'], ['c']]);
    expect(npmCalls().map((call) => call.split(' ')[0])).toEqual(['install', 'ci']);
  }, 20_000);

  test('when the lock file asks for other packages - then they are installed', async () => {
    const { root, run, npmCalls } = checkout({ node: 'new' });
    makeLockFileYounger(root, OTHER_LOCK_FILE);
    await run('status');
    expect(npmCalls()).toEqual([expect.stringMatching(/^ci /)]);
  });

  test('when the lock file is younger but asks for the same - then nothing is installed', async () => {
    const { root, run, npmCalls } = checkout({ node: 'new' });
    makeLockFileYounger(root, LOCK_FILE);
    await run('status');
    expect(npmCalls()).toEqual([]);
  });

  test('when the holder of the lock has died - then the next one takes it over', async () => {
    const { root, run, npmCalls } = checkout({ node: 'new', installed: false });
    const lock = join(root, '.lab/.installing-dependencies');
    mkdirSync(lock, { recursive: true });
    // Pids end below this number on every system.
    writeFileSync(join(lock, 'pid'), '2147483646');
    await run('status');
    expect(npmCalls()).toHaveLength(1);
    expect(existsSync(lock)).toBe(false);
  });

  test('when npm fails - then it says so, and the next run tries again', async () => {
    const { bin, run, npmCalls } = checkout({ node: 'new', installed: false });
    writeExecutable(join(bin, 'npm'), 'echo E404 >&2; exit 1');
    await expect(run('status')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('npm ci failed'),
    });
    rmSync(join(bin, 'npm'));
    writeExecutable(join(bin, 'npm'), NPM);
    await run('status');
    expect(npmCalls()).toHaveLength(1);
  });
});
