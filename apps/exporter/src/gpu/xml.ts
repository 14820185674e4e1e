import { ParseError } from '../errors.ts';

/** An element of a document like nvidia-smi's, where an element holds either text or elements. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Element[];
}

interface OpenElement extends Element {
  text: string;
  readonly children: Element[];
}

const TAG = /<(\/?)([\w.-]+)([^<>]*?)(\/?)>|([^<]+)|<[!?][^>]*>/gy;
const ATTRIBUTE = /([\w.-]+)="([^"]*)"/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * The root of an XML document without CDATA sections and namespaces, which is all that nvidia-smi writes.
 *
 * @throws ParseError for a document that breaks off, or is none
 */
export function parseXml(text: string): Element {
  const root = open('', '');
  const path = [root];
  let end = 0;
  for (const match of text.matchAll(TAG)) {
    if (match.index !== end) break;
    end += match[0].length;
    const [, closing, name, attributes = '', single, characters] = match;
    const current = path.at(-1) ?? root;
    if (characters !== undefined) current.text += decode(characters);
    else if (name === undefined) continue;
    else if (closing === '/') {
      if (current.name !== name || path.length === 1) throw new ParseError('XML', match[0]);
      path.pop();
    } else {
      const element = open(name, attributes);
      current.children.push(element);
      if (single !== '/') path.push(element);
    }
  }
  const [document] = root.children;
  if (end !== text.length || path.length !== 1 || document === undefined || root.children.length !== 1)
    throw new ParseError('XML', text.slice(end));
  return document;
}

const open = (name: string, attributes: string): OpenElement => ({
  name,
  attributes: Object.fromEntries(
    [...attributes.matchAll(ATTRIBUTE)].map(([, key = '', value = '']) => [key, decode(value)]),
  ),
  text: '',
  children: [],
});

const decode = (text: string): string =>
  text.replaceAll(/&(\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity);

export const childrenOf = (element: Element | undefined, name: string): readonly Element[] =>
  element?.children.filter((child) => child.name === name) ?? [];

/** The text of the first element that `path` leads to; undefined where there is none. */
export function textAt(element: Element, ...path: readonly string[]): string | undefined {
  let at: Element | undefined = element;
  for (const name of path) at = at?.children.find((child) => child.name === name);
  return at?.text.trim();
}
