import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelRepositoryError } from './errors.ts';
import { type ModelManifest, manifestProblems } from './manifest.ts';

export interface ModelRepository {
  directory: string;
  /** In order of their names. */
  models: ModelEntry[];
}

export interface ModelEntry {
  name: string;
  /** Ascending; at least one. */
  versions: ModelVersion[];
}

export interface ModelVersion {
  name: string;
  /** The name of the directory: a positive integer. */
  version: string;
  directory: string;
  modelPath: string;
  /** Of model.onnx, lower-case hexadecimal. */
  sha256: string;
  /** Undefined for an ONNX model that came without one. */
  manifest: ModelManifest | undefined;
  /** Undefined where the version has no reference profile. */
  referenceProfilePath: string | undefined;
}

/**
 * Finds every `<directory>/<name>/<integer version>/model.onnx`, as Triton does, and checks each against the
 * manifest beside it. Other files and hidden directories are left alone.
 *
 * @throws ModelRepositoryError naming the first file at fault.
 */
export async function readModelRepository(directory: string): Promise<ModelRepository> {
  const listed = await listModelVersions(directory);
  const models = await Promise.all(
    listed.map(async ({ name, versions }): Promise<ModelEntry> => {
      const path = join(directory, name);
      if (versions.length === 0) {
        throw new ModelRepositoryError('MODEL_WITHOUT_VERSIONS', path, 'no directory named by a version');
      }
      return {
        name,
        versions: await Promise.all(
          versions.map((version) => readVersion(join(path, version), name, version)),
        ),
      };
    }),
  );
  return { directory, models };
}

/**
 * The names of all models and their versions in ascending order, by the directories alone: no file is read, so a
 * broken one hides nothing. A model without versions, or whose directory
 * cannot be read, is listed with none.
 *
 * @throws ModelRepositoryError REPOSITORY_UNREADABLE
 */
export async function listModelVersions(directory: string): Promise<{ name: string; versions: string[] }[]> {
  const names = await subdirectories(directory);
  return Promise.all(
    names.map(async (name) => ({
      name,
      versions: (await subdirectories(join(directory, name)).catch(() => []))
        .filter(isVersionName)
        .sort((a, b) => Number(a) - Number(b)),
    })),
  );
}

/**
 * Reads and checks one version, whatever state the others are in.
 *
 * @param name of the model, as callers from outside may write it: anything but a plain directory name is not found
 * @throws ModelRepositoryError naming the file at fault
 */
export async function readModelVersion(
  directory: string,
  name: string,
  version: string,
): Promise<ModelVersion> {
  const path = join(directory, name, version);
  if (!isPlainName(name) || !isVersionName(version)) {
    throw new ModelRepositoryError('MODEL_FILE_MISSING', join(path, 'model.onnx'), 'no such file');
  }
  return readVersion(path, name, version);
}

const isVersionName = (name: string): boolean => /^[1-9]\d*$/.test(name);

/** One visible directory directly below the repository; a path from a request must not lead out of it. */
const isPlainName = (name: string): boolean => /^[^./\\\0][^/\\\0]*$/.test(name);

async function readVersion(directory: string, name: string, version: string): Promise<ModelVersion> {
  const modelPath = join(directory, 'model.onnx');
  const model = await readIfPresent(modelPath);
  if (model === undefined) throw new ModelRepositoryError('MODEL_FILE_MISSING', modelPath, 'no such file');
  const sha256 = createHash('sha256').update(model).digest('hex');

  const manifestPath = join(directory, 'manifest.json');
  const manifestFile = await readIfPresent(manifestPath);
  const manifest = manifestFile && parseManifest(manifestFile.toString('utf8'), manifestPath);
  if (manifest !== undefined) {
    if (manifest.name !== name || manifest.version !== version) {
      throw new ModelRepositoryError(
        'MANIFEST_MISPLACED',
        manifestPath,
        `describes ${manifest.name} ${manifest.version}, found under ${name} ${version}`,
      );
    }
    if (manifest.sha256 !== sha256) {
      throw new ModelRepositoryError(
        'MODEL_SHA_MISMATCH',
        modelPath,
        `sha256 is ${sha256}, not ${manifest.sha256}`,
      );
    }
  }

  const profilePath = join(directory, 'reference-profile.json');
  const hasProfile = (await readdir(directory)).includes('reference-profile.json');
  return {
    name,
    version,
    directory,
    modelPath,
    sha256,
    manifest,
    referenceProfilePath: hasProfile ? profilePath : undefined,
  };
}

function parseManifest(text: string, path: string): ModelManifest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new ModelRepositoryError('MANIFEST_MALFORMED', path, 'not JSON', { cause });
  }
  const problems = manifestProblems(parsed);
  if (problems.length > 0) throw new ModelRepositoryError('MANIFEST_MALFORMED', path, problems.join('; '));
  return parsed as ModelManifest;
}

async function subdirectories(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries
      .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort();
  } catch (cause) {
    throw new ModelRepositoryError('REPOSITORY_UNREADABLE', directory, 'cannot be listed', { cause });
  }
}

async function readIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
