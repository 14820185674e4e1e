import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Settings } from '../../settings.ts';
import { findOnPath, isExecutable } from '../find-on-path.ts';
import type { EngineSpec } from './manifest.ts';

export interface FoundEngine {
  readonly path: string;
  readonly from: 'folder' | 'cache' | 'path';
  /** What the binary says it is; the pinned version where it is of our own making. */
  readonly version: string;
  readonly warning?: string;
}

type Places = Pick<Settings, 'cacheDir' | 'enginesDir'>;

const VERSION_TIMEOUT_MS = 5000;

/** Where the binary that we build is kept. */
export function cachedBinary(
  { cacheDir }: Pick<Places, 'cacheDir'>,
  engine: EngineSpec,
  binary: string,
): string {
  return join(cacheDir, 'engines', `${engine.name}-${engine.version}`, binary);
}

/** Looks in LAB_ENGINES_DIR, then in the cache, then on PATH. */
export async function resolveEngine(
  engine: EngineSpec,
  places: Places,
  path: string = process.env.PATH ?? '',
): Promise<FoundEngine | undefined> {
  const { binary, version } = engine;
  const inFolder = [places.enginesDir, join(places.enginesDir ?? '', `${engine.name}-${version}`)]
    .filter((folder) => folder !== undefined && places.enginesDir !== undefined)
    .map((folder) => join(folder as string, binary))
    .find(isExecutable);
  if (inFolder !== undefined) return { path: inFolder, from: 'folder', version };

  const cached = cachedBinary(places, engine, binary);
  if (existsSync(cached)) return { path: cached, from: 'cache', version };

  const onPath = findOnPath(binary, path);
  if (onPath === undefined) return undefined;
  const found = await versionOf(onPath, engine.versionArguments);
  // A program that happens to have the name (there is more than one `tempo`) says no version that looks like one.
  if (found === undefined) return undefined;
  if (found === version) return { path: onPath, from: 'path', version };
  return {
    path: onPath,
    from: 'path',
    version: found,
    warning: `${onPath} is version ${found}, the lab is tested with ${version}`,
  };
}

/** The first x.y.z that a binary prints when asked for its version. */
export async function versionOf(
  binary: string,
  args: readonly string[] = ['--version'],
): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)(binary, args, { timeout: VERSION_TIMEOUT_MS });
    return /\bv?(\d+\.\d+\.\d+)/.exec(`${stdout}\n${stderr}`)?.[1];
  } catch {
    return undefined;
  }
}
