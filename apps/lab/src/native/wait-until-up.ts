import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../errors.ts';
import type { Settings } from '../settings.ts';
import { statePaths } from '../state-dir.ts';
import { type ComponentSnapshot, type LabState, readRunningLab } from './lab-state.ts';
import { lastLines } from './log-tail.ts';

interface WaitOptions {
  /** Also for every engine, builds included. */
  readonly engines: boolean;
  /** How many engines there will be: the supervisor may still be looking for their binaries. */
  readonly engineCount: number;
  readonly signal: AbortSignal;
  onState(state: LabState): void;
}

const CORE_LIMIT_MS = 120_000;
const BUILDS_LIMIT_MS = 60 * 60_000;
const POLL_MS = 100;
/** A core process that ended this often without being ready once will not heal by itself. */
const HOPELESS_RESTARTS = 4;
const TAIL_LINES = 12;

/**
 * Resolves with the first state in which the database and the services are ready.
 * @throws LabError where one of them keeps ending, or the time is up
 */
export async function waitUntilUp(settings: Settings, options: WaitOptions): Promise<LabState> {
  const limitMs = options.engines ? BUILDS_LIMIT_MS : CORE_LIMIT_MS;
  const deadline = performance.now() + limitMs;
  for (;;) {
    options.signal.throwIfAborted();
    const state = runningState(settings);
    options.onState(state);
    const waitingFor = state.components.filter((component) => isAwaited(component, options.engines));
    for (const component of waitingFor) refuseHopeless(component);
    const known = state.components.filter(({ kind }) => kind === 'engine').length >= options.engineCount;
    if (waitingFor.length === 0 && (known || !options.engines)) return state;
    if (performance.now() > deadline) throw tooLate(waitingFor, limitMs);
    await delay(POLL_MS);
  }
}

function isAwaited({ kind, state }: ComponentSnapshot, engines: boolean): boolean {
  if (state === 'ready') return false;
  return kind !== 'engine' || (engines && state !== 'missing');
}

function runningState(settings: Settings): LabState {
  const paths = statePaths(settings);
  const state = readRunningLab(paths.stateFile);
  if (state !== undefined) return state;
  throw new LabError(
    'SUPERVISOR_DIED',
    'the supervisor ended while the lab was starting',
    `see ${paths.supervisorLog}, then ./lab up`,
  );
}

function refuseHopeless(component: ComponentSnapshot): void {
  if (component.restarts < HOPELESS_RESTARTS || component.readyAfterMs !== undefined) return;
  throw new LabError(
    'KEEPS_ENDING',
    `${component.name} keeps ending: ${component.detail ?? component.state}${tailOf(component)}`,
    'mend the cause shown above, then ./lab up',
  );
}

function tooLate(components: readonly ComponentSnapshot[], limitMs: number): LabError {
  const reasons = components.map(
    (component) => `${component.name}: ${component.detail ?? component.state}${tailOf(component)}`,
  );
  return new LabError(
    'NOT_READY',
    `not ready after ${limitMs / 1000} s\n${reasons.join('\n')}`,
    './lab doctor looks at the machine, ./lab logs at what was said',
  );
}

/** What a process said last, from the file in which a crash shows. */
function tailOf({ logs }: ComponentSnapshot): string {
  const file = logs.at(-1);
  const lines = file === undefined ? [] : lastLines(file, TAIL_LINES);
  return file === undefined || lines.length === 0 ? '' : `\n${basename(file)}:\n  ${lines.join('\n  ')}`;
}
