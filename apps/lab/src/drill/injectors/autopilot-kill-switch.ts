import { fetchText } from '@lab/engine-clients';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import { authorised, type Injector, SWITCH_TIMEOUT_MS } from './injector.ts';

/** Takes the autopilot's hands off, and gives them back. */
export function autopilotKillSwitch(lab: LabUnderDrill): Injector {
  const url = `${lab.endpoints.autopilot}/v1/kill-switch`;
  const set = async (enabled: boolean): Promise<void> => {
    const common = { headers: authorised(lab), timeoutMs: SWITCH_TIMEOUT_MS };
    await fetchText(url, { ...common, method: 'PUT', body: { on: !enabled, reason: 'drill' } });
  };
  return { inject: () => set(false), rollBack: () => set(true) };
}
