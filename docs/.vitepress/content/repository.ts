import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';

/** The root of the repository: pages lie all over it, so that a package's README is a page too. */
export const ROOT = resolve(import.meta.dirname, '../../..');

/** `.env`, the single source of ports and versions. */
export function readEnv(root: string = ROOT): Readonly<Record<string, string>> {
  return parseEnv(readFileSync(join(root, '.env'), 'utf8')) as Record<string, string>;
}
