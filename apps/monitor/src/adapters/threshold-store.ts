import type { Logger } from '@lab/instrumentation';
import { type ModelManifest, readVersionIn, repositoryFolders } from '@lab/model/repository';

export type Thresholds = ModelManifest['thresholds'];

/** Scores from which each version reviews and declines, as its manifest says; read once each. */
export class ThresholdStore {
  readonly #folders: readonly string[];
  readonly #logger: Logger;
  readonly #thresholds = new Map<string, Thresholds | undefined>();

  constructor(repository: string, logger: Logger) {
    this.#folders = repositoryFolders(repository);
    this.#logger = logger;
  }

  /** @returns undefined for a version without a manifest: what its scores are to mean is not known here */
  async get(model: string, version: string): Promise<Thresholds | undefined> {
    const key = `${model}/${version}`;
    if (!this.#thresholds.has(key)) this.#thresholds.set(key, await this.#read(model, version));
    return this.#thresholds.get(key);
  }

  async #read(model_name: string, version: string): Promise<Thresholds | undefined> {
    try {
      return (await readVersionIn(this.#folders, model_name, version)).manifest?.thresholds;
    } catch (error) {
      this.#logger.warn(
        { error, event_type: 'model_manifest_unreadable', model_name, model_version: version },
        'no thresholds',
      );
      return undefined;
    }
  }
}
