import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { CommandContext } from '../main.ts';
import type { Output } from '../output.ts';
import type { Settings } from '../settings.ts';
import { statePaths } from '../state-dir.ts';
import { engineNames, findTraceStore } from './engines/trace-store.ts';
import { readRunningLab } from './lab-state.ts';
import { orphansOf, runningSupervisor, startSupervisor, stopNative } from './lifecycle.ts';
import { portConflicts, refuseConflicts } from './port-check.ts';
import { UpProgress } from './up-progress.ts';
import { waitUntilUp } from './wait-until-up.ts';

interface UpNativeOptions {
  /** Until every engine is ready, builds included; otherwise until the database and the services are. */
  readonly wait?: boolean;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Starts a lab without Docker and waits for it. Whatever breaks the wait off, an error or ctrl-C, also stops what
 * this call has started: a half-started lab is left to nobody.
 * @returns whether this call started it; false where it ran already
 */
export async function upNative(
  { settings, output }: CommandContext,
  options: UpNativeOptions,
): Promise<boolean> {
  const startedHere = runningSupervisor(settings) === undefined;
  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort();
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    if (startedHere) {
      await clearTheWay(settings, output);
      await startSupervisor(settings);
    }
    if (startedHere || options.wait === true)
      await follow(settings, options.wait === true, interrupt.signal, output);
  } catch (error) {
    if (startedHere) await stopNative(settings);
    if (!interrupt.signal.aborted) throw error;
    const left = startedHere ? 'nothing is left running' : 'the lab runs on: ./lab status';
    throw new LabError('INTERRUPTED', 'interrupted', left, EXIT.interrupted);
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
  return startedHere;
}

/** Stops what a dead supervisor has left behind, and refuses to start where ports are taken. */
async function clearTheWay(settings: Settings, output: Output): Promise<void> {
  const left = orphansOf(settings);
  if (left.length > 0) {
    output.note(`stopping ${left.length} processes of a lab whose supervisor has died`);
    await stopNative(settings);
  }
  refuseConflicts(await portConflicts(settings, await findTraceStore(settings)));
}

async function follow(
  settings: Settings,
  engines: boolean,
  signal: AbortSignal,
  output: Output,
): Promise<void> {
  const expected = engineNames(settings, await findTraceStore(settings));
  const first = readRunningLab(statePaths(settings).stateFile)?.components ?? [];
  const core = first.filter(({ kind }) => kind !== 'engine').map(({ name }) => name);
  const mode = output.json ? 'silent' : output.interactive ? 'moving' : 'plain';
  const progress = new UpProgress([...core, ...expected], mode);
  try {
    const state = await waitUntilUp(settings, {
      engines,
      engineCount: expected.length,
      signal,
      onState: (found) => progress.show(found),
    });
    await progress.finish(state);
  } catch (error) {
    await progress.fail();
    throw error;
  }
}
