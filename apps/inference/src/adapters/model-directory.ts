import { readFile } from 'node:fs/promises';
import { listVersionsIn, ModelRepositoryError, readVersionIn } from '@lab/model/repository';
import type { ModelStore, VersionName } from '../domain/model-registry.ts';
import { ModelLoadFailed } from '../errors.ts';
import { openSession, type SessionSettings } from './onnx/open-session.ts';

/** The model repository on disk, read anew for every load: a version that was copied in meanwhile is found. */
export function modelDirectory(folders: readonly string[], settings: SessionSettings): ModelStore {
  return {
    async list(): Promise<VersionName[]> {
      const models = await listVersionsIn(folders);
      return models.flatMap(({ name, versions }) => versions.map((version) => ({ name, version })));
    },
    async open(name, version) {
      try {
        const stored = await readVersionIn(folders, name, version);
        return { stored, session: await openSession(await readFile(stored.modelPath), settings) };
      } catch (error) {
        if (error instanceof ModelRepositoryError && error.code === 'MODEL_FILE_MISSING')
          throw new ModelLoadFailed(`there is no version ${version} of ${name} in the model repository`);
        if (error instanceof ModelRepositoryError)
          throw new ModelLoadFailed(`${error.code}: ${error.message}`);
        throw new ModelLoadFailed((error as Error).message);
      }
    },
  };
}
