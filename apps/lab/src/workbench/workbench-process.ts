/**
 * The process that owns a workbench: `lab start` starts it detached, SIGTERM ends it and everything it runs. It gets its
 * plan as its only argument, and writes what it knows to `run/workbench.json`.
 */
import { rmSync } from 'node:fs';
import { compose } from '../docker/compose.ts';
import { writeLabState } from '../native/lab-state.ts';
import { rotateIfLarge } from '../native/log-rotation.ts';
import { identify } from '../native/process-identity.ts';
import { endGroup } from '../native/supervised-process.ts';
import { Supervisor } from '../native/supervisor.ts';
import { claimPidFile } from '../native/supervisor-lock.ts';
import { readSettings } from '../settings.ts';
import { engineDefinitions, STOP_GRACE_MS, serviceDefinitions } from './definitions.ts';
import { followEngineLogs } from './engine-logs.ts';
import { workbenchLog, workbenchPaths } from './paths.ts';
import { enginesOf, type WorkbenchPlan } from './plan.ts';
import { programFiles } from './program-files.ts';
import { type Restart, reloadEngines } from './reload.ts';
import { watchConfiguration, watchPrograms } from './watch-folder.ts';

const LOG_CHECK_MS = 10_000;
const WRITE_STATE_AFTER_MS = 25;
/** A learner mends a broken configuration in seconds, and waits for what comes of it. */
const RESTARTS = { firstPauseMs: 250, longestPauseMs: 2000, forgiveAfterMs: 5000 };

const plan = JSON.parse(process.argv[2] ?? '') as WorkbenchPlan;
const settings = readSettings();
const paths = workbenchPaths(settings);
if (!claimPidFile(paths.pidFile)) throw new Error('another workbench runs in this lab');
const self = identify(process.pid);
if (self === undefined) throw new Error('this process cannot find itself in the process table');
const startedAt = new Date().toISOString();

const supervisor = new Supervisor(scheduleWrite, RESTARTS);
let writeTimer: NodeJS.Timeout | undefined;
function scheduleWrite(): void {
  writeTimer ??= setTimeout(writeState, WRITE_STATE_AFTER_MS);
}
function writeState(): void {
  clearTimeout(writeTimer);
  writeTimer = undefined;
  writeLabState(paths.stateFile, {
    route: 'native',
    supervisor: self as NonNullable<typeof self>,
    startedAt,
    portOffset: settings.portOffset,
    components: supervisor.snapshots(),
  });
}

const restart: Restart = async (engine) => {
  if (plan.route === 'docker')
    await compose(settings, ['--profile', 'workbench', 'restart', `workbench-${engine}`]);
  else endProcess(engine);
};

/** Its supervisor starts it again. */
function endProcess(name: string): void {
  const pid = supervisor.snapshots().find((component) => component.name === name)?.process?.pid;
  if (pid !== undefined) void endGroup(pid, STOP_GRACE_MS);
}

const following = new AbortController();
const followed =
  plan.route === 'docker' ? followEngineLogs(plan, settings, following.signal) : Promise.resolve();

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  clearInterval(logTimer);
  for (const stopWatching of watchers) stopWatching();
  following.abort();
  await Promise.all([supervisor.stop(), followed]);
  clearTimeout(writeTimer);
  rmSync(paths.stateFile, { force: true });
  rmSync(paths.pidFile, { force: true });
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop());

const engines = plan.route === 'native' ? await engineDefinitions(plan, settings) : [];
for (const definition of [...engines, ...serviceDefinitions(plan, settings)]) supervisor.run(definition);
/** Files of each service. */
const programs = new Map(
  (plan.services ?? []).map(({ name, entry }) => [name, programFiles(plan.folder, entry)]),
);
const watchers = [
  watchConfiguration(plan.folder, () => void reloadEngines(plan, settings, restart)),
  watchPrograms(plan.folder, (changed) => {
    for (const { name, entry } of plan.services ?? []) {
      const now = programFiles(plan.folder, entry);
      const before = programs.get(name) ?? now;
      programs.set(name, now);
      if (changed.some((path) => now.has(path) || before.has(path))) endProcess(name);
    }
  }),
];
const logTimer = setInterval(() => {
  for (const { logs } of supervisor.snapshots()) for (const file of logs) rotateIfLarge(file);
  if (plan.route === 'docker')
    for (const [engine] of enginesOf(plan)) rotateIfLarge(workbenchLog(plan.folder, engine));
}, LOG_CHECK_MS);
writeState();
