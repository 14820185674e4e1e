/**
 * While the learner moves the world, the lab's own autopilot would train a model on it, and might promote it. So its kill
 * switch is on for as long as the lab lasts, and until the last window of that world has passed.
 */
import type { LabContext } from '@lab/course/lab';
import { AutopilotApi, fetchJson } from '@lab/engine-clients';
import { driftScenario } from './checks/live-drift.ts';

const REASON = 'lab 5 of the course moves the world: nothing is trained on it';
/**
 * The monitor's window of five minutes, which for what needs labels ends only where 95 % of them have come: up to ten
 * minutes ago. Then the run that notices, and the end of its alert.
 */
const WORLD_IS_BACK_AFTER_SECONDS = 20 * 60;

const autopilotOf = ({ endpoints }: LabContext): AutopilotApi => new AutopilotApi(endpoints.autopilot);

const turnOn = (lab: LabContext, end?: { seconds: number }): Promise<void> =>
  autopilotOf(lab).turnKillSwitch(
    { on: true, reason: REASON, ...end },
    { headers: { authorization: lab.adminAuthorization } },
  );

/** One that somebody else has turned on is left as it is. */
export async function quietAutopilot(lab: LabContext): Promise<void> {
  const { on, reason } = await autopilotOf(lab).killSwitch();
  if (!on || reason === REASON) await turnOn(lab);
}

export async function switchDrift({ endpoints, adminAuthorization }: LabContext, on: boolean): Promise<void> {
  await fetchJson(`${endpoints.traffic}/scenarios/drift`, {
    method: on ? 'PUT' : 'DELETE',
    headers: { authorization: adminAuthorization },
    ...(on ? { body: { kind: 'covariate', intensity: 1 } } : {}),
  });
}

/** Ends the scenario, and gives the autopilot's kill switch an end: after that no alert is about the moved world. */
export async function restoreWorld(lab: LabContext): Promise<void> {
  if ((await driftScenario(lab))?.active === true) await switchDrift(lab, false);
  const { on, reason } = await autopilotOf(lab).killSwitch();
  if (on && reason === REASON) await turnOn(lab, { seconds: WORLD_IS_BACK_AFTER_SECONDS });
}
