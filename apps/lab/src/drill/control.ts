import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../errors.ts';
import { AlertWatch } from './alert-watch.ts';
import { letAutopilotAct } from './autopilot.ts';
import type { ControlResult } from './journal.ts';
import type { LabUnderDrill } from './lab-under-drill.ts';
import { MachineWatch } from './machine-watch.ts';
import { quietAlerts, waitForQuiet } from './quiet.ts';
import type { Tell } from './run-drill.ts';

/** The slowest window of an error budget has to forget what was before. */
const QUIET_PATIENCE_MS = 600_000;
const TELL_EVERY_SECONDS = 60;

/** Does nothing for a while and counts what fires all the same, or has not stopped: the false alarms. */
export async function runControl(lab: LabUnderDrill, seconds: number, tell: Tell): Promise<ControlResult> {
  await letAutopilotAct(lab, true);
  const mayFire = (name: string): boolean => quietAlerts(true).includes(name);
  const machine = new MachineWatch();
  await waitForQuiet(lab, { timeoutMs: QUIET_PATIENCE_MS, mayFire }).catch((error: unknown) =>
    tell(messageOf(error)),
  );
  const started = Date.now();
  const watch = new AlertWatch([lab.engines.prometheus, lab.engines.loki]);
  try {
    for (let passed = 0; passed < seconds; passed += TELL_EVERY_SECONDS) {
      await delay(Math.min(TELL_EVERY_SECONDS, seconds - passed) * 1000);
      tell(
        `${Math.min(seconds, passed + TELL_EVERY_SECONDS)} of ${seconds} s, firing: ${watch.firing().join(', ')}`,
      );
    }
  } finally {
    await watch.close();
  }
  return {
    startedAt: new Date(started).toISOString(),
    seconds: (Date.now() - started) / 1000,
    machine: machine.stop(),
    falseAlarms: [...watch.histories.values()]
      .filter(({ name, firingAt }) => firingAt !== undefined && !mayFire(name))
      .map(({ name }) => name),
  };
}
