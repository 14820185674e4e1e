import { findOnPath } from '../find-on-path.ts';
import type { EngineSpec } from './manifest.ts';

/** What somebody does who wants this engine and has no binary of it. */
export function howToGet({ binary, version, build }: EngineSpec): string {
  const byHand = `put ${binary} ${version} on PATH or into the folder that LAB_ENGINES_DIR names`;
  if (build === undefined) return byHand;
  const byBuilding =
    findOnPath('go') === undefined ? 'install Go, and ./lab up builds it' : './lab up builds it';
  return `${byBuilding}; or ${byHand}`;
}
