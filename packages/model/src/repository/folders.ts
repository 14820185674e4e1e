import { access } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { listModelVersions, type ModelVersion, readModelVersion } from './read.ts';

/**
 * The folders of a repository that lies in several, parted as in PATH: what a team has committed, and what its platform
 * has trained since. Where two hold the same version, the first counts.
 */
export const repositoryFolders = (text: string): readonly string[] =>
  text.split(delimiter).filter((folder) => folder !== '');

/**
 * Like listModelVersions over all folders. Every folder but the first may be missing: nothing has been released then.
 *
 * @throws ModelRepositoryError REPOSITORY_UNREADABLE
 */
export async function listVersionsIn(
  folders: readonly string[],
): Promise<{ name: string; versions: string[] }[]> {
  const found = new Map<string, Set<string>>();
  for (const [index, folder] of folders.entries()) {
    if (index > 0 && !(await exists(folder))) continue;
    for (const { name, versions } of await listModelVersions(folder)) {
      found.set(name, new Set([...(found.get(name) ?? []), ...versions]));
    }
  }
  return [...found]
    .map(([name, versions]) => ({ name, versions: [...versions].sort((a, b) => Number(a) - Number(b)) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Like readModelVersion, from the first folder that lists the version, or else from the first of all.
 *
 * @throws ModelRepositoryError naming the file at fault
 */
export async function readVersionIn(
  folders: readonly string[],
  name: string,
  version: string,
): Promise<ModelVersion> {
  return readModelVersion(await folderOf(folders, name, version), name, version);
}

/** The first folder that lists the version, or else the first of all. */
export async function folderOf(folders: readonly string[], name: string, version: string): Promise<string> {
  for (const folder of folders) {
    const models = await listModelVersions(folder).catch(() => []);
    if (models.some((model) => model.name === name && model.versions.includes(version))) return folder;
  }
  return folders[0] ?? '.';
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
