import { AutopilotApi, poll } from '@lab/engine-clients';
import { authorised, SWITCH_TIMEOUT_MS } from './injectors/injector.ts';
import type { LabUnderDrill } from './lab-under-drill.ts';

/** Labels have to come, and three candidates may be trained. */
const TRAINING_PATIENCE_MS = 300_000;

const hasAutopilot = ({ status }: LabUnderDrill): boolean =>
  status.components.some(({ name }) => name === 'autopilot');

/** Waits for the end of what an earlier fault has led to: a training, which no kill switch interrupts. */
export async function untilAutopilotIsIdle(lab: LabUnderDrill): Promise<void> {
  if (!hasAutopilot(lab)) return;
  const autopilot = new AutopilotApi(lab.endpoints.autopilot);
  await poll(
    async () =>
      (await autopilot.decisions()).every(({ outcome }) => outcome !== 'started') ? true : undefined,
    {
      timeoutMs: TRAINING_PATIENCE_MS,
      intervalMs: 500,
      waitingFor: 'the autopilot to end what it has started',
    },
  );
}

/** Lets the autopilot act, or takes its hands off. A lab without one has nothing to switch. */
export async function letAutopilotAct(lab: LabUnderDrill, mayAct: boolean): Promise<void> {
  if (!hasAutopilot(lab)) return;
  await new AutopilotApi(lab.endpoints.autopilot).turnKillSwitch(
    { on: !mayAct, reason: mayAct ? 'drill: it may act' : 'drill of an alert alone' },
    { headers: authorised(lab), timeoutMs: SWITCH_TIMEOUT_MS },
  );
}
