/**
 * The process that owns a lab without Docker. `lab up` starts it detached; SIGTERM ends it and everything it runs.
 * It takes no other orders: what it knows it writes to `.lab/run/state.json`.
 */
import { rmSync } from 'node:fs';
import { readSettings } from '../settings.ts';
import { makeStateDirs, statePaths } from '../state-dir.ts';
import { planLab } from './definitions/plan.ts';
import { EngineProvisioner } from './engines/provisioner.ts';
import { writeLabState } from './lab-state.ts';
import { rotateIfLarge } from './log-rotation.ts';
import { identify } from './process-identity.ts';
import { Supervisor } from './supervisor.ts';
import { claimPidFile } from './supervisor-lock.ts';

const LOG_CHECK_MS = 10_000;
/** Many changes of one moment become one document. */
const WRITE_STATE_AFTER_MS = 25;

const settings = readSettings();
const paths = statePaths(settings);
makeStateDirs(paths);
if (!claimPidFile(paths.pidFile)) {
  process.stderr.write('another supervisor runs this lab\n');
  process.exit(0);
}

const self = identify(process.pid);
if (self === undefined) throw new Error('this process cannot find itself in the process table');
const startedAt = new Date().toISOString();

const plan = planLab(settings);
const supervisor = new Supervisor(scheduleWrite);
const engines = new EngineProvisioner(settings, {
  onReady: (engine) => supervisor.run(plan.engine(engine)),
  onChange: scheduleWrite,
});

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
    components: [...supervisor.snapshots(), ...engines.snapshots()],
  });
}

function rotateLogs(): void {
  const files = new Set(supervisor.snapshots().flatMap(({ logs }) => logs));
  for (const file of files) rotateIfLarge(file);
}

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  clearInterval(logTimer);
  await engines.stop();
  await supervisor.stop();
  for (const { name, detail } of supervisor.snapshots())
    process.stdout.write(`${name}: ${detail ?? 'stopped'}\n`);
  clearTimeout(writeTimer);
  rmSync(paths.stateFile, { force: true });
  rmSync(paths.pidFile, { force: true });
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop());

for (const definition of [plan.database, ...plan.services]) rotateIfLarge(definition.stdout);
for (const definition of [plan.database, ...plan.services]) supervisor.run(definition);
const logTimer = setInterval(rotateLogs, LOG_CHECK_MS);
writeState();
await engines.start();
