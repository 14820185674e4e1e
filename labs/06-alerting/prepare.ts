import type { LabContext } from '@lab/course/lab';
import { fetchText } from '@lab/engine-clients';
import { plannedWork } from './checks/silence.ts';
import { writeSuspects } from './checks/suspects.ts';

const TOKEN_FILE = 'alertmanager/pager-token';

/** What is not in the starter: the token of the pager, and what is drawn for this learner. */
export async function prepare({ files, draws, pagerToken }: LabContext): Promise<void> {
  await files.write(TOKEN_FILE, pagerToken);
  const { deployment, minutes } = plannedWork(draws);
  await files.write(
    'planned-work.md',
    `# Planned work\n\nThe deployment \`${deployment}\` is replaced now. Its alerts (label \`deployment\`) mean nothing for ${minutes} minutes.\n`,
  );
  await writeSuspects(files, draws);
}

/** Ends the incident, should one be on, and takes the token away again. */
export async function cleanUp({ files, endpoints, adminAuthorization }: LabContext): Promise<void> {
  await fetchText(`${endpoints.traffic}/scenarios/latency`, {
    method: 'DELETE',
    headers: { authorization: adminAuthorization },
  });
  if (await files.exists(TOKEN_FILE)) await files.write(TOKEN_FILE, '');
}
