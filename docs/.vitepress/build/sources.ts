import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { allPages, linkedSources, snippetSources } from '../content/linked-files.ts';

/** Besides pages and what they show: what the pages are made with and from. */
const MAKERS = [
  '.env',
  'package-lock.json',
  'docs/.vitepress/{config.ts,tsconfig.json}',
  'docs/.vitepress/{build,content,languages,markdown,theme}/**/*',
  'docs/{quizzes,source}/*',
  'docs/public/**/*',
  'labs/measured.json',
  '{packages/catalogue,packages/course,packages/slo}/src/**/*.ts',
] as const;

/** A digest of everything that the built site depends on: it is built anew where this is another. */
export function sourcesDigest(root: string): string {
  const pages = allPages(root);
  const files = new Set([
    ...pages.map(({ file }) => file),
    ...linkedSources(pages, root),
    ...snippetSources(pages),
    ...MAKERS.flatMap((glob) => globSync(glob, { cwd: root })),
  ]);
  const hash = createHash('sha256');
  for (const file of [...files].sort()) {
    const path = join(root, file);
    if (!existsSync(path) || statSync(path).isDirectory()) continue;
    hash.update(`${file}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}
