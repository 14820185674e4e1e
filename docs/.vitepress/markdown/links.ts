import { existsSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { addressOf, sourceAddressOf } from '../content/routes.ts';

/** Files that the site shows as they are. Others (models, images of data) stay names. */
const SHOWN =
  /(^|\/)(Dockerfile|lab|\.env|[^/]+\.(ts|tsx|mjs|js|json|ya?ml|sql|toml|ini|tmpl|css|sh|py|txt|md|mod))$/;
const LARGEST_SHOWN_BYTES = 200_000;

type LinkTarget =
  /** A page of the site. */
  | { readonly kind: 'page'; readonly address: string }
  /** A file that the site shows as it is. */
  | { readonly kind: 'source'; readonly address: string; readonly file: string }
  /** Something in the repository that the site does not show. */
  | { readonly kind: 'name' }
  /** A mistake of the author's. */
  | { readonly kind: 'nothing' }
  /** Not a path: another site, an address of the lab, an anchor of the same page. */
  | { readonly kind: 'elsewhere' };

/**
 * Where a link of a Markdown file leads on the site.
 * @param href as written: relative to the file, as viewers of the repository follow it
 * @param file the Markdown file, from the root of the repository
 */
export function linkTarget(href: string, file: string, root: string): LinkTarget {
  if (/^([a-z][a-z0-9+.-]*:|\/|#)/i.test(href)) return { kind: 'elsewhere' };
  const [path = '', anchor] = href.split('#');
  const target = posix.normalize(posix.join(posix.dirname(file), decodeURI(path))).replace(/\/$/, '');
  if (target.startsWith('..') || !existsSync(join(root, target))) return { kind: 'nothing' };
  const suffix = anchor === undefined ? '' : `#${anchor}`;
  const isFolder = statSync(join(root, target)).isDirectory();
  if (isFolder) {
    const address = folderAddress(target, root);
    return address === undefined ? { kind: 'name' } : { kind: 'page', address: address + suffix };
  }
  const address = target.endsWith('.md') ? addressOf(target) : undefined;
  if (address !== undefined) return { kind: 'page', address: address + suffix };
  return SHOWN.test(target) && statSync(join(root, target)).size <= LARGEST_SHOWN_BYTES
    ? { kind: 'source', address: sourceAddressOf(target) + suffix, file: target }
    : { kind: 'name' };
}

function folderAddress(folder: string, root: string): string | undefined {
  for (const index of ['README.md', 'index.md'])
    if (existsSync(join(root, folder, index))) return addressOf(`${folder}/${index}`);
  return undefined;
}

interface PageEnvironment {
  /** The file that was read; `path` and `relativePath` name it after its rewrite. */
  readonly realPath?: string;
}

/**
 * Turns links to files into links to pages, and those to what the site does not show into plain text.
 * @param onDeadLink is told of links that lead to nothing
 */
export function repositoryLinks(
  markdown: MarkdownRenderer,
  root: string,
  onDeadLink: (file: string, href: string) => void,
): void {
  markdown.core.ruler.push('repository-links', (state) => {
    const file = sourceFile(state.env as PageEnvironment, root);
    if (file === undefined) return;
    for (const { children } of state.tokens) {
      if (children === null) continue;
      let leadsNowhere = false;
      for (const token of children) {
        if (token.type === 'link_open') {
          const href = String(token.attrGet('href'));
          const target = linkTarget(href, file, root);
          leadsNowhere = target.kind === 'name' || target.kind === 'nothing';
          if (target.kind === 'nothing') onDeadLink(file, href);
          if (target.kind === 'page' || target.kind === 'source') token.attrSet('href', target.address);
        }
        if (!leadsNowhere || !token.type.startsWith('link_')) continue;
        if (token.type === 'link_close') leadsNowhere = false;
        token.tag = 'span';
        token.type = token.type === 'link_open' ? 'span_open' : 'span_close';
        token.attrs = null;
      }
    }
  });
}

function sourceFile({ realPath }: PageEnvironment, root: string): string | undefined {
  if (realPath === undefined || !realPath.startsWith(`${root}/`)) return undefined;
  const file = realPath.slice(root.length + 1);
  return file.includes('[') ? undefined : file;
}
