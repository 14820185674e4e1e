import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { LabError } from '../errors.ts';
import type { Output } from '../output.ts';
import type { Settings } from '../settings.ts';
import { makeStateDirs, statePaths } from '../state-dir.ts';
import { type LabState, readLabState } from './lab-state.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';
import { endGroup } from './supervised-process.ts';
import { readPidFile } from './supervisor-lock.ts';

const SUPERVISOR = fileURLToPath(new URL('./supervisor-process.ts', import.meta.url));
/** All stages of a stop one after the other, each at the end of its grace. */
const STOP_LIMIT_MS = 60_000;
const START_LIMIT_MS = 15_000;
const POLL_MS = 40;
const FOREGROUND_POLL_MS = 500;

/** The supervisor of this state folder, if one lives. */
export function runningSupervisor(settings: Settings): ProcessIdentity | undefined {
  const holder = readPidFile(statePaths(settings).pidFile);
  return holder !== undefined && isAlive(holder) ? holder : undefined;
}

/** Starts the detached supervisor and resolves with the first state that it writes. */
export async function startSupervisor(settings: Settings): Promise<LabState> {
  const paths = statePaths(settings);
  makeStateDirs(paths);
  rmSync(paths.stateFile, { force: true });
  const log = openSync(paths.supervisorLog, 'w');
  const child = spawn(process.execPath, ['--max-semi-space-size=2', SUPERVISOR], {
    cwd: settings.root,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  const deadline = performance.now() + START_LIMIT_MS;
  while (performance.now() < deadline) {
    const state = readLabState(paths.stateFile);
    if (state !== undefined) return state;
    // A second `up` at the same moment: its supervisor leaves with code 0, and the other's state appears.
    if (child.exitCode !== null && child.exitCode !== 0) break;
    await delay(POLL_MS);
  }
  throw new LabError(
    'SUPERVISOR_FAILED',
    `the supervisor did not start:\n${readFileSync(paths.supervisorLog, 'utf8').trim()}`,
    `its output is in ${paths.supervisorLog}; ./lab doctor looks at the machine`,
  );
}

/** Stops the supervisor and everything it runs, and whatever a dead supervisor has left behind. */
export async function stopNative(settings: Settings): Promise<{ readonly stopped: boolean }> {
  const { pidFile, stateFile } = statePaths(settings);
  const supervisor = runningSupervisor(settings);
  const before = readLabState(stateFile);
  if (supervisor !== undefined) {
    process.kill(supervisor.pid, 'SIGTERM');
    const deadline = performance.now() + STOP_LIMIT_MS;
    while (isAlive(supervisor) && performance.now() < deadline) await delay(POLL_MS);
    if (isAlive(supervisor)) process.kill(supervisor.pid, 'SIGKILL');
  }
  const left = livingProcesses(readLabState(stateFile) ?? before);
  await Promise.all(left.map(({ pid }) => endGroup(pid, 5000)));
  rmSync(stateFile, { force: true });
  rmSync(pidFile, { force: true });
  return { stopped: supervisor !== undefined || left.length > 0 };
}

/** Processes of a lab that live on although its supervisor does not. */
export function orphansOf(settings: Settings): ProcessIdentity[] {
  return runningSupervisor(settings) === undefined
    ? livingProcesses(readLabState(statePaths(settings).stateFile))
    : [];
}

function livingProcesses(state: LabState | undefined): ProcessIdentity[] {
  return (state?.components ?? [])
    .map((component) => component.process)
    .filter((found) => found !== undefined)
    .filter(isAlive);
}

/** Keeps the terminal until ctrl-C, then stops the lab; also returns when the lab is stopped from elsewhere. */
export async function stayUntilInterrupted(settings: Settings, output: Output): Promise<void> {
  output.line('Running; ctrl-C stops the lab.');
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => interrupt.abort());
  while (!interrupt.signal.aborted && runningSupervisor(settings) !== undefined)
    await delay(FOREGROUND_POLL_MS, undefined, { signal: interrupt.signal }).catch(() => undefined);
  if (interrupt.signal.aborted) output.line('\nstopping…');
  await stopNative(settings);
}
