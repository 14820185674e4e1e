import { spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { findOnPath } from '../find-on-path.ts';
import { signalGroup } from '../process-identity.ts';
import { claimPidFile } from '../supervisor-lock.ts';
import type { EngineBuild } from './manifest.ts';

export interface BuildProgress {
  /** 0 to 99: time passed of the time it takes on two cores, so a guide; undefined where nobody has measured it. */
  readonly percent: number | undefined;
  readonly elapsedSeconds: number;
  /** The package that Go works on, where it says so. */
  readonly at: string | undefined;
}

export interface BuildRequest {
  readonly build: EngineBuild;
  /** Where the binary is to be. */
  readonly target: string;
  readonly onProgress: (progress: BuildProgress) => void;
  readonly signal: AbortSignal;
}

const PROGRESS_MS = 1000;
const OTHER_BUILD_POLL_MS = 1000;
const OUTPUT_LINES_KEPT = 15;
/**
 * The compiler collects garbage less often than it does by default, up to a heap that two of them have room for on a
 * machine that the lab runs on: a quarter less time. What the user has set stays.
 */
const COMPILER_MEMORY = { GOGC: '400', GOMEMLIMIT: '2GiB' };

/**
 * Builds one binary from the pinned module, at the lowest priority, under a temporary name that becomes the real one
 * only when it is whole. Go's own cache makes a build that was broken off go on where it stopped.
 * Where another lab of the same user builds it already, waits for that one.
 */
export async function buildBinary(request: BuildRequest): Promise<void> {
  const { target, signal } = request;
  mkdirSync(dirname(target), { recursive: true });
  const lock = join(dirname(target), `.${basename(target)}.building`);
  while (!claimPidFile(lock)) {
    request.onProgress({ percent: undefined, elapsedSeconds: 0, at: 'another lab builds it' });
    await delay(OTHER_BUILD_POLL_MS, undefined, { signal });
  }
  const temporary = `${target}.${process.pid}`;
  try {
    if (isThere(target)) return;
    await goBuild(request, temporary);
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
    rmSync(lock, { force: true });
  }
}

async function goBuild({ build, onProgress, signal }: BuildRequest, output: string): Promise<void> {
  const started = performance.now();
  let at: string | undefined;
  const report = (): void => {
    const elapsedSeconds = Math.round((performance.now() - started) / 1000);
    const percent =
      build.seconds > 0 ? Math.min(99, Math.floor((elapsedSeconds / build.seconds) * 100)) : undefined;
    onProgress({ percent, elapsedSeconds, at });
  };
  const go = ['go', 'build', '-v', '-trimpath', '-ldflags', build.ldflags];
  if (build.tags.length > 0) go.push('-tags', build.tags.join(','));
  go.push('-o', output, build.package);
  const [command = 'go', ...args] = findOnPath('nice') === undefined ? go : ['nice', '-n', '15', ...go];
  const child = spawn(command, args, {
    cwd: build.folder,
    // Go's proxy, checksum and cache settings are the user's own.
    env: { ...COMPILER_MEMORY, ...process.env, CGO_ENABLED: '0' },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const pid = child.pid;
  const abort = (): void => {
    if (pid !== undefined) signalGroup(pid, 'SIGKILL');
  };
  signal.addEventListener('abort', abort, { once: true });
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    at = line.trim();
    lastLines.push(line);
    if (lastLines.length > OUTPUT_LINES_KEPT) lastLines.shift();
  });
  const timer = setInterval(report, PROGRESS_MS);
  report();
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`go build exited with code ${code}:\n${lastLines.join('\n')}`);
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', abort);
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
