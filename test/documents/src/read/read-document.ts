import { posix } from 'node:path';
import GithubSlugger from 'github-slugger';
import type { Code, Nodes, Parents, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { visit } from 'unist-util-visit';
import { type Address, type Document, type Fence, lineOf, type Snippet } from './document.ts';

const FOREIGN = /^<!--\s*foreign\s*-->$/;
const ADDRESS =
  /(?:\b(PUT|POST|PATCH|DELETE) )?(https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?(?:\/[^\s`"'<>)\]]*)?)/g;
const SNIPPET = /^<<<\s+(\S+?)(?:#([\w-]+))?(?:\s*\{.*\})?$/;
/** VitePress' own: `## Heading {#id}`. */
const CUSTOM_ANCHOR = /\s*\{#([\w-]+)\}$/;
const HTML_ANCHOR = /<a\s[^>]*?(?:id|name)="([^"]+)"/g;

/** @param path of the page, relative to the root of the repository */
export function readDocument(path: string, markdown: string): Document {
  const tree: Root = fromMarkdown(markdown, {
    extensions: [frontmatter(), gfm()],
    mdastExtensions: [frontmatterFromMarkdown(), gfmFromMarkdown()],
  });
  const found = {
    path,
    fences: [] as Fence[],
    inlineCode: [] as Document['inlineCode'][number][],
    links: [] as Document['links'][number][],
    snippets: [] as Snippet[],
    addresses: [] as Address[],
    anchors: new Set<string>(),
  };
  const slugger = new GithubSlugger();
  visit(tree, (node, index, parent) => {
    const line = lineOf(node);
    switch (node.type) {
      case 'code':
        found.fences.push(fenceOf(node));
        break;
      case 'inlineCode':
        found.inlineCode.push({ line, text: node.value, foreign: isForeign(parent, index) });
        break;
      case 'link':
      case 'image':
      case 'definition':
        found.links.push({ line, target: node.url });
        break;
      case 'heading': {
        const text = textOf(node);
        found.anchors.add(CUSTOM_ANCHOR.exec(text)?.[1] ?? slugger.slug(text));
        break;
      }
      case 'html':
        for (const [, id = ''] of node.value.matchAll(HTML_ANCHOR)) found.anchors.add(id);
        break;
      case 'paragraph':
        found.snippets.push(...snippetsOf(path, node));
        break;
      default:
    }
    // The text of a bare address is a link already.
    if (parent?.type !== 'link') found.addresses.push(...addressesOf(node));
  });
  return found;
}

function fenceOf({ lang, meta, value, position }: Code): Fence {
  const words = [...(meta ?? '').matchAll(/([\w-]+)(?:="([^"]*)")?/g)];
  return {
    line: position?.start.line ?? 0,
    language: lang ?? '',
    attributes: Object.fromEntries(words.map(([, name = '', value]) => [name, value ?? true])),
    text: value,
  };
}

/** The mark follows the code, at most a blank between. */
function isForeign(parent: Parents | undefined, index: number | undefined): boolean {
  const [next, afterNext] = (parent?.children ?? []).slice((index ?? 0) + 1);
  const mark = next?.type === 'text' && next.value.trim() === '' ? afterNext : next;
  return mark?.type === 'html' && FOREIGN.test(mark.value);
}

const snippetsOf = (path: string, node: Nodes): readonly Snippet[] =>
  textOf(node)
    .split('\n')
    .flatMap((text, offset): Snippet[] => {
      const [, target, region] = SNIPPET.exec(text.trim()) ?? [];
      if (target === undefined) return [];
      // `@` is the folder of the site's sources.
      const file = target.startsWith('@')
        ? posix.join('docs', target.slice(1))
        : posix.join(posix.dirname(path), target);
      return [{ line: lineOf(node) + offset, path: file, ...(region === undefined ? {} : { region }) }];
    });

function addressesOf(node: Nodes): readonly Address[] {
  const text =
    node.type === 'text' || node.type === 'inlineCode'
      ? node.value
      : node.type === 'link' || node.type === 'definition'
        ? node.url
        : '';
  return [...text.matchAll(ADDRESS)].map(([, method = 'GET', url = '']) => ({
    line: lineOf(node),
    method,
    // A full stop ends the sentence, not the address.
    url: url.replace(/[.,;:]+$/, ''),
  }));
}
