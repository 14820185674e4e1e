import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listModelVersions, listVersionsIn } from '@lab/model/repository';

/** Where versions that were trained here lie: a folder of the model repository beside the committed one. */
export class ReleaseFolder {
  readonly #folder: string;
  readonly #repository: readonly string[];

  /** @param repository all folders of the model repository, `folder` among them or not */
  constructor(folder: string, repository: readonly string[]) {
    this.#folder = folder;
    this.#repository = repository;
  }

  /** One more than the highest version anywhere. */
  async nextVersion(model: string): Promise<number> {
    const folders = [...new Set([...this.#repository, this.#folder])];
    const versions = (await listVersionsIn(folders)).find(({ name }) => name === model)?.versions ?? [];
    return Math.max(0, ...versions.map(Number)) + 1;
  }

  /** Versions in this folder alone, by model. */
  async list(): Promise<readonly { readonly name: string; readonly versions: readonly string[] }[]> {
    return (await exists(this.#folder)) ? listModelVersions(this.#folder) : [];
  }

  /** Deletes a version whole: whoever lists the folder sees all of its files or none. */
  async remove(model: string, version: string): Promise<void> {
    const parent = join(this.#folder, model);
    const going = join(parent, `.${version}.old`);
    await rm(going, { recursive: true, force: true });
    await rename(join(parent, version), going);
    await rm(going, { recursive: true });
  }

  /** Writes a version whole: whoever lists the folder sees all of its files or none. */
  async write(model: string, version: number, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const parent = join(this.#folder, model);
    const unfinished = join(parent, `.${version}.new`);
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true });
    for (const [name, bytes] of files) await writeFile(join(unfinished, name), bytes);
    await rename(unfinished, join(parent, String(version)));
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
