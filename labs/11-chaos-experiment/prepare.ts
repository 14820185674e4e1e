import type { LabContext } from '@lab/course/lab';
import { fetchText } from '@lab/engine-clients';
import { writeCard } from './checks/card.ts';
import { claimOf, writeClaim } from './checks/claims.ts';
import { writePools } from './checks/pools.ts';

/** What is drawn for this learner. */
export async function prepare(lab: LabContext): Promise<void> {
  await writeCard(lab);
  await writeClaim(lab);
  await writePools(lab);
}

/** Ends what an experiment on the lab may have left. The road to the model goes with the workbench. */
export async function cleanUp({ draws, endpoints, adminAuthorization }: LabContext): Promise<void> {
  const { service, fault } = claimOf(draws);
  await fetchText(`${endpoints[service]}/admin/faults/${fault}`, {
    method: 'DELETE',
    headers: { authorization: adminAuthorization },
  });
}
