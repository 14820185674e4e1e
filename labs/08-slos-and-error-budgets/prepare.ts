import type { LabContext } from '@lab/course/lab';
import { fetchText } from '@lab/engine-clients';
import { AGREEMENT_FILE, agreementOf, agreementText } from './checks/agreement.ts';
import { HANDED_OVER_FILE, handedOver } from './checks/never-fires.ts';
import { STATE_FILE, stateText } from './checks/policy.ts';
import { INCIDENT_FILE, incident } from './checks/watch-it-burn.ts';

/** What is drawn for this learner. */
export async function prepare({ files, draws }: LabContext): Promise<void> {
  await files.write(AGREEMENT_FILE, agreementText(agreementOf(draws)));
  await files.write(HANDED_OVER_FILE, handedOver(draws));
  await files.write(STATE_FILE, stateText(draws));
  await files.write(INCIDENT_FILE, `${JSON.stringify(incident(draws))}\n`);
}

/** Ends the incident, should one be on. */
export async function cleanUp({ endpoints, adminAuthorization }: LabContext): Promise<void> {
  await fetchText(`${endpoints.traffic}/scenarios/latency`, {
    method: 'DELETE',
    headers: { authorization: adminAuthorization },
  });
}
