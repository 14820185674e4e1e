import { AutopilotApi } from '@lab/engine-clients';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import { authorised, type Injector, SWITCH_TIMEOUT_MS } from './injector.ts';

/** Takes the autopilot's hands off, and gives them back. */
export function autopilotKillSwitch(lab: LabUnderDrill): Injector {
  const turn = (on: boolean): Promise<void> =>
    new AutopilotApi(lab.endpoints.autopilot).turnKillSwitch(
      { on, reason: 'drill' },
      { headers: authorised(lab), timeoutMs: SWITCH_TIMEOUT_MS },
    );
  return { inject: () => turn(true), rollBack: () => turn(false) };
}
