import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { poll } from '@lab/engine-clients';
import { LabError, messageOf } from '../errors.ts';
import { type ComponentSnapshot, type LabState, readLabState, readRunningLab } from '../native/lab-state.ts';
import { isAlive } from '../native/process-identity.ts';
import { endGroup } from '../native/supervised-process.ts';
import { readPidFile } from '../native/supervisor-lock.ts';
import type { Settings } from '../settings.ts';
import { makeStateDirs, statePaths } from '../state-dir.ts';
import { workbenchEndpoints } from './endpoints.ts';
import { removeEngineContainers, startEngineContainers } from './engine-containers.ts';
import { workbenchLog, workbenchPaths } from './paths.ts';
import { enginesOf, isEmpty, type WorkbenchPlan } from './plan.ts';
import { refuseTakenPorts } from './ports.ts';

const OWNER = fileURLToPath(new URL('./workbench-process.ts', import.meta.url));
/** Both for a cold start on a busy machine. */
const START_LIMIT_MS = 60_000;
const LISTENING_LIMIT_MS = 60_000;
const RESTARTS_OF_A_BROKEN_FILE = 3;
const STOP_LIMIT_MS = 30_000;
const POLL_MS = 50;

/** The workbench of this lab, if one runs. */
export const runningWorkbench = (settings: Settings): LabState | undefined =>
  readRunningLab(workbenchPaths(settings).stateFile);

/**
 * Starts the learner's stack and waits until its engines listen. Services may crash on their first line: it is what some
 * labs begin with, so they are not waited for.
 * @param fresh whether the engines begin without data
 */
export async function startWorkbench(
  plan: WorkbenchPlan,
  settings: Settings,
  adminToken: string,
  { fresh }: { readonly fresh: boolean },
): Promise<readonly ComponentSnapshot[]> {
  if (isEmpty(plan)) return [];
  if (runningWorkbench(settings) !== undefined)
    throw new LabError('WORKBENCH_RUNS', 'another workbench runs in this lab', './lab next says whose it is');
  await refuseTakenPorts(plan, settings);
  makeStateDirs(statePaths(settings));
  const { data } = workbenchPaths(settings);
  // Samples of an earlier start would answer questions of this one.
  if (fresh) rmSync(join(data, plan.labId), { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  writeFileSync(workbenchPaths(settings).adminToken, adminToken, { mode: 0o600 });
  if (plan.route === 'docker') await startEngineContainers(plan, settings);
  await startOwner(plan, settings);
  await enginesListen(plan, settings);
  return runningWorkbench(settings)?.components ?? [];
}

async function startOwner(plan: WorkbenchPlan, settings: Settings): Promise<void> {
  const { stateFile, supervisorLog } = workbenchPaths(settings);
  rmSync(stateFile, { force: true });
  const log = openSync(supervisorLog, 'w');
  const child = spawn(process.execPath, ['--max-semi-space-size=2', OWNER, JSON.stringify(plan)], {
    cwd: settings.root,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  const deadline = performance.now() + START_LIMIT_MS;
  while (performance.now() < deadline) {
    if (readLabState(stateFile)?.supervisor.pid === child.pid) return;
    if (child.exitCode !== null) break;
    await delay(POLL_MS);
  }
  // Whoever comes up later would hold the ports, and nobody would know of it.
  child.kill('SIGKILL');
  throw new LabError(
    'WORKBENCH_FAILED',
    `the workbench did not start:\n${readFileSync(supervisorLog, 'utf8').trim()}`,
    `its output is in ${supervisorLog}`,
  );
}

async function enginesListen(plan: WorkbenchPlan, settings: Settings): Promise<void> {
  const at = workbenchEndpoints(settings);
  const addresses = {
    prometheus: at.prometheus,
    alertmanager: at.alertmanager,
    collector: at.collectorOtlpHttp,
  };
  for (const [engine] of enginesOf(plan)) {
    try {
      await poll(async () => endsAgainAndAgain(engine, settings) || (await answers(addresses[engine])), {
        timeoutMs: LISTENING_LIMIT_MS,
        waitingFor: `your ${engine} at ${addresses[engine]}`,
      });
      if (endsAgainAndAgain(engine, settings))
        throw new Error(`your ${engine} ends as soon as it is started`);
    } catch (error) {
      await stopWorkbench(settings);
      throw new LabError(
        'WORKBENCH_FAILED',
        messageOf(error),
        `what it says: ${workbenchLog(plan.folder, engine)}`,
      );
    }
  }
}

/** A file that an engine does not take at its start does not become better by waiting. */
const endsAgainAndAgain = (engine: string, settings: Settings): boolean =>
  (runningWorkbench(settings)?.components.find(({ name }) => name === engine)?.restarts ?? 0) >=
  RESTARTS_OF_A_BROKEN_FILE;

/** Any answer will do: a Collector knows no address but its own. */
const answers = (url: string): Promise<true> =>
  fetch(url, { signal: AbortSignal.timeout(2000) }).then(() => true as const);

/** Stops everything that a workbench runs, also what a dead owner has left behind. */
export async function stopWorkbench(settings: Settings): Promise<boolean> {
  const { pidFile, stateFile, adminToken } = workbenchPaths(settings);
  const before = readLabState(stateFile);
  const owner = readPidFile(pidFile);
  const lives = owner !== undefined && isAlive(owner);
  if (lives) {
    process.kill(owner.pid, 'SIGTERM');
    const deadline = performance.now() + STOP_LIMIT_MS;
    while (isAlive(owner) && performance.now() < deadline) await delay(POLL_MS);
    if (isAlive(owner)) process.kill(owner.pid, 'SIGKILL');
  }
  const left = (readLabState(stateFile) ?? before)?.components
    .map((component) => component.process)
    .filter((found) => found !== undefined)
    .filter(isAlive);
  await Promise.all((left ?? []).map(({ pid }) => endGroup(pid, 5000)));
  for (const file of [stateFile, pidFile, adminToken]) rmSync(file, { force: true });
  const containers = await removeEngineContainers(settings);
  return lives || (left ?? []).length > 0 || containers;
}
