import { join } from 'node:path';
import { type ReferenceProfile, readReferenceProfile } from '@lab/model/profile';
import { folderOf } from '@lab/model/repository';

/** The profile beside a model's file. @throws where there is none, or none that can be read */
export async function readProfile(
  folders: readonly string[],
  model: string,
  version: string,
): Promise<ReferenceProfile> {
  const folder = await folderOf(folders, model, version);
  return readReferenceProfile(join(folder, model, version, 'reference-profile.json'));
}
