import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Document } from './document.ts';
import { readDocument } from './read-document.ts';

export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

const GLOBS = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'apps/*/README.md',
  'dashboards/README.md',
  'docs/**/*.md',
  'labs/**/*.md',
  'models/README.md',
  'packages/*/README.md',
  'test/*/README.md',
  'infra/README.md',
  'infra/*/README.md',
];
/** Installed, built out of the others, or a learner's: what those speak of is in the learner's own system. */
const NOT_OURS =
  /(?:^|\/)(?:node_modules|\.vitepress)(?:\/|$)|^labs\/[^/]+\/(?:starter|solution|wrong)(?:\/|$)/;

/** Every page that is held to its word. */
export const documents = (): readonly Document[] =>
  globSync(GLOBS, { cwd: ROOT, exclude: (path) => NOT_OURS.test(path) })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => readDocument(path, readFileSync(join(ROOT, path), 'utf8')));
