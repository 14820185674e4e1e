import type { LabContext } from '@lab/course/lab';

const PAGER_TOKEN_FILE = 'alertmanager/pager-token';
const ADMIN_FILE = 'admin.header';

/** What a learner's Alertmanager needs to deliver to the pager, and what breaks a service of theirs on purpose. */
export async function prepare({ files, pagerToken, adminAuthorization }: LabContext): Promise<void> {
  await files.write(PAGER_TOKEN_FILE, pagerToken);
  await files.write(ADMIN_FILE, `authorization: ${adminAuthorization}\n`);
}

/** Takes both away again. What was broken is the learner's own service, which ends with the workbench. */
export async function cleanUp({ files }: LabContext): Promise<void> {
  for (const file of [PAGER_TOKEN_FILE, ADMIN_FILE])
    if (await files.exists(file)) await files.write(file, '');
}
