import { readFile } from 'node:fs/promises';
import { ModelRepositoryError, readModelRepository } from '@lab/model/repository';
import type { ModelStore, StoredVersion } from '../domain/model-registry.ts';
import { ModelLoadFailed } from '../errors.ts';
import { openSession, type SessionSettings } from './onnx/open-session.ts';

/** The model repository on disk, read anew for every load: a version that was copied in meanwhile is found. */
export function modelDirectory(directory: string, settings: SessionSettings): ModelStore {
  const find = async (name: string, version: string) => {
    const { models } = await readModelRepository(directory);
    const found = models
      .find((model) => model.name === name)
      ?.versions.find((entry) => entry.version === version);
    if (found === undefined)
      throw new ModelLoadFailed(`there is no version ${version} of ${name} in the model repository`);
    return found;
  };
  return {
    async list(): Promise<StoredVersion[]> {
      const { models } = await readModelRepository(directory);
      return models.flatMap(({ versions }) => versions);
    },
    async open(name, version) {
      try {
        const stored = await find(name, version);
        return { stored, session: await openSession(await readFile(stored.modelPath), settings) };
      } catch (error) {
        if (error instanceof ModelRepositoryError)
          throw new ModelLoadFailed(`${error.code}: ${error.message}`);
        if (error instanceof ModelLoadFailed) throw error;
        throw new ModelLoadFailed((error as Error).message);
      }
    },
  };
}
