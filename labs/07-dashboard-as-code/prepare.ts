import type { LabContext } from '@lab/course/lab';
import { fetchText } from '@lab/engine-clients';
import { EVENING_FILE, eveningOf } from './checks/evening.ts';

/** What is drawn for this learner. */
export async function prepare({ files, draws }: LabContext): Promise<void> {
  await files.write(EVENING_FILE, `${JSON.stringify(eveningOf(draws))}\n`);
}

/** Ends the evening, should it be on. */
export async function cleanUp({ endpoints, adminAuthorization }: LabContext): Promise<void> {
  await fetchText(`${endpoints.traffic}/scenarios/latency`, {
    method: 'DELETE',
    headers: { authorization: adminAuthorization },
  });
}
