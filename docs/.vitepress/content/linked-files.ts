import { linkTarget } from '../markdown/links.ts';
import { type Page, readPages } from './pages.ts';
import { ROOT } from './repository.ts';

const LINK = /\]\(([^)\s]+)\)/g;
const SNIPPET = /^<<<\s+@\/(?:\.\.\/)?([^\s#{[]+)/gm;

/** Where pages lie: the globs of every Markdown file that may be one. */
const PAGE_GLOBS = [
  '*.md',
  'docs/**/*.md',
  'labs/**/README.md',
  '{apps,packages,infra,models,test}/**/README.md',
  'dashboards/README.md',
] as const;

export const allPages = (root: string = ROOT): readonly Page[] =>
  PAGE_GLOBS.flatMap((glob) => readPages(glob, root));

/** Files that pages link and that the site shows as they are, by path. */
export function linkedSources(pages: readonly Page[], root: string = ROOT): readonly string[] {
  const files = new Set<string>();
  for (const { file, text } of pages)
    for (const [, href = ''] of text.matchAll(LINK)) {
      const target = linkTarget(href, file, root);
      if (target.kind === 'source') files.add(target.file);
    }
  return [...files].sort();
}

/** Files of which pages show a part. */
export function snippetSources(pages: readonly Page[]): readonly string[] {
  return [
    ...new Set(pages.flatMap(({ text }) => [...text.matchAll(SNIPPET)].map(([, file = '']) => file))),
  ].sort();
}
