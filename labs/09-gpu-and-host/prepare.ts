import type { LabContext } from '@lab/course/lab';
import { fetchText } from '@lab/engine-clients';
import { drawnOf, MACHINES_FILE } from './checks/machines.ts';
import { PLAN_FILE, planOf, planText } from './checks/plan.ts';

/** What is drawn for this learner: machines that live from now on, and a plan. */
export async function prepare(lab: LabContext): Promise<void> {
  await lab.files.write(MACHINES_FILE, `${JSON.stringify(drawnOf(lab))}\n`);
  await lab.files.write(PLAN_FILE, planText(planOf(lab.draws)));
}

/** Ends the surge, should one be on. */
export async function cleanUp({ endpoints, adminAuthorization }: LabContext): Promise<void> {
  await fetchText(`${endpoints.traffic}/scenarios/surge`, {
    method: 'DELETE',
    headers: { authorization: adminAuthorization },
  });
}
