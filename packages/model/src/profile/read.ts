import { readFile } from 'node:fs/promises';
import { PROFILE_SCHEMA, type ReferenceProfile } from './schema.ts';

export class ReferenceProfileError extends Error {
  readonly code = 'PROFILE_MALFORMED';
  override readonly name = 'ReferenceProfileError';
}

/**
 * Reads a `reference-profile.json`.
 *
 * @throws ReferenceProfileError when the file is no profile of this schema; file system errors pass as they are.
 */
export async function readReferenceProfile(path: string): Promise<ReferenceProfile> {
  const text = await readFile(path, 'utf8');
  try {
    const profile: unknown = JSON.parse(text);
    if (isProfile(profile)) return profile;
  } catch (cause) {
    throw new ReferenceProfileError(`${path} is not JSON`, { cause });
  }
  throw new ReferenceProfileError(`${path} is not a ${PROFILE_SCHEMA}`);
}

/** The schema's name vouches for the inside: files with it are written by training alone. */
function isProfile(value: unknown): value is ReferenceProfile {
  if (typeof value !== 'object' || value === null) return false;
  const profile = value as Partial<ReferenceProfile>;
  return (
    profile.schema === PROFILE_SCHEMA && Array.isArray(profile.features) && profile.prediction !== undefined
  );
}
