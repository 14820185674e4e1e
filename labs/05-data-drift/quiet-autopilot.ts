/**
 * While the learner moves the world, the lab's own autopilot would train a model on it, and might promote it. So its kill
 * switch is on for as long as the lab lasts, and until the last window of that world has passed.
 */
import type { LabContext } from '@lab/course/lab';
import { fetchJson, poll } from '@lab/engine-clients';
import { driftScenario } from './checks/live-drift.ts';

const REASON = 'lab 5 of the course moves the world: nothing is trained on it';
/**
 * The monitor's window of five minutes, which for what needs labels ends only where 95 % of them have come: up to ten
 * minutes ago. Then the run that notices, and the end of its alert.
 */
const WORLD_IS_BACK_WITHIN_MS = 20 * 60_000;
const LOOK_AGAIN_MS = 2000;
/** The alerts that the autopilot's policy answers with a retraining. */
const RETRAINING_ALERTS =
  'DataDriftDetected|PredictionDistributionShift|ModelAccuracyDrop|ConceptDriftDetected';

interface KillSwitch {
  readonly on: boolean;
  readonly reason: string;
}

const killSwitch = ({ endpoints }: LabContext): Promise<KillSwitch> =>
  fetchJson<KillSwitch>(`${endpoints.autopilot}/v1/kill-switch`);

async function turn({ endpoints, adminAuthorization }: LabContext, on: boolean): Promise<void> {
  await fetchJson(`${endpoints.autopilot}/v1/kill-switch`, {
    method: 'PUT',
    headers: { authorization: adminAuthorization },
    body: { on, reason: REASON },
  });
}

/** One that somebody else has turned on is left as it is. */
export async function quietAutopilot(lab: LabContext): Promise<void> {
  if (!(await killSwitch(lab)).on) await turn(lab, true);
}

export async function switchDrift({ endpoints, adminAuthorization }: LabContext, on: boolean): Promise<void> {
  await fetchJson(`${endpoints.traffic}/scenarios/drift`, {
    method: on ? 'PUT' : 'DELETE',
    headers: { authorization: adminAuthorization },
    ...(on ? { body: { kind: 'covariate', intensity: 1 } } : {}),
  });
}

/** Ends the scenario, and wakes the autopilot once no alert is left that it would answer. */
export async function restoreWorld(lab: LabContext): Promise<void> {
  if ((await driftScenario(lab))?.active === true) await switchDrift(lab, false);
  const { on, reason } = await killSwitch(lab);
  if (!on || reason !== REASON) return;
  await poll(
    async () => {
      const left = await lab.engines.prometheus.query(`ALERTS{alertname=~"${RETRAINING_ALERTS}"}`);
      return left.length === 0 ? true : undefined;
    },
    {
      timeoutMs: WORLD_IS_BACK_WITHIN_MS,
      intervalMs: LOOK_AGAIN_MS,
      waitingFor: 'the alerts about the moved world to end, before the autopilot may act again',
      signal: lab.signal,
    },
  );
  await turn(lab, false);
}
