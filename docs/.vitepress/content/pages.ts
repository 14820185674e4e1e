import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './repository.ts';
import { addressOf } from './routes.ts';

/** A page as its file tells of it. */
export interface Page {
  /** Path from the root of the repository. */
  readonly file: string;
  /** Address on the site. */
  readonly address: string;
  /** From the front matter, or the first heading. */
  readonly title: string;
  readonly frontmatter: Readonly<Record<string, unknown>>;
  /** The Markdown below the front matter. */
  readonly text: string;
}

/**
 * The pages that a glob finds, by path, numbers by their value.
 * @param pattern from the root of the repository
 */
export function readPages(pattern: string, root: string = ROOT): readonly Page[] {
  return globSync(pattern, { cwd: root, exclude: (path) => path.includes('node_modules') })
    .map((path) => path.split(sep).join('/'))
    .filter((file) => addressOf(file) !== undefined && !file.includes('['))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((file) => readPage(file, root));
}

function readPage(file: string, root: string = ROOT): Page {
  const { frontmatter, text } = splitFrontmatter(readFileSync(join(root, file), 'utf8'));
  const heading = /^#\s+(.+)$/m.exec(text)?.[1]?.trim();
  const title = typeof frontmatter.title === 'string' ? frontmatter.title : (heading ?? file);
  return { file, address: addressOf(file) ?? `/${file}`, title: plain(title), frontmatter, text };
}

function splitFrontmatter(source: string): Pick<Page, 'frontmatter' | 'text'> {
  const match = /^---\n([\s\S]*?)\n---\n/.exec(source);
  if (match === null) return { frontmatter: {}, text: source };
  return {
    frontmatter: (parse(match[1] ?? '') ?? {}) as Record<string, unknown>,
    text: source.slice(match[0].length),
  };
}

/** A heading's Markdown as plain text: menus show no markup. */
const plain = (title: string): string =>
  title.replace(/`([^`]*)`/g, '$1').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
