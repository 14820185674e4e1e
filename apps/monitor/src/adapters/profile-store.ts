import { join } from 'node:path';
import type { Logger } from '@lab/instrumentation';
import { type ReferenceProfile, readReferenceProfile } from '@lab/model/profile';
import { folderOf, repositoryFolders } from '@lab/model/repository';

/** A version may be installed after its first prediction was seen. */
const LOOK_AGAIN_MS = 30_000;

/** Reference profiles of the model repository, read once each. */
export class ProfileStore {
  readonly #folders: readonly string[];
  readonly #logger: Logger;
  readonly #profiles = new Map<string, ReferenceProfile>();
  readonly #absentUntil = new Map<string, number>();

  constructor(repository: string, logger: Logger) {
    this.#folders = repositoryFolders(repository);
    this.#logger = logger;
  }

  /** @returns undefined where the version has no readable profile; one line tells why */
  async get(model: string, version: string): Promise<ReferenceProfile | undefined> {
    const key = `${model}/${version}`;
    const known = this.#profiles.get(key);
    if (known !== undefined || performance.now() < (this.#absentUntil.get(key) ?? 0)) return known;
    try {
      const profile = await readReferenceProfile(
        join(await folderOf(this.#folders, model, version), model, version, 'reference-profile.json'),
      );
      this.#profiles.set(key, profile);
      return profile;
    } catch (error) {
      if (!this.#absentUntil.has(key)) {
        this.#logger.warn(
          { error, event_type: 'reference_profile_absent', model_name: model, model_version: version },
          'no reference profile',
        );
      }
      this.#absentUntil.set(key, performance.now() + LOOK_AGAIN_MS);
      return undefined;
    }
  }
}
