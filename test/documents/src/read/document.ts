/** A page of Markdown as what can be checked: fences, inline code, links, headings, addresses, imported files. */
import type { Nodes, Root } from 'mdast';

export interface Fence {
  readonly line: number;
  /** First word behind the backticks; empty where there is none. */
  readonly language: string;
  /** Words behind it: `empty-ok` is `true`, `no-run="why"` is `why`. */
  readonly attributes: Readonly<Record<string, string | true>>;
  readonly text: string;
}

interface InlineCode {
  readonly line: number;
  readonly text: string;
  /** Marked with `<!-- foreign -->`: it belongs to a system of others. */
  readonly foreign: boolean;
}

export interface Link {
  readonly line: number;
  readonly target: string;
}

/** `<<< @/../path#region`: VitePress puts a file, or a region of it, in the page. */
export interface Snippet {
  readonly line: number;
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly region?: string;
}

export interface Address {
  readonly line: number;
  /** `GET`, unless a command or the word before says otherwise. */
  readonly method: string;
  readonly url: string;
}

export interface Document {
  readonly path: string;
  readonly fences: readonly Fence[];
  readonly inlineCode: readonly InlineCode[];
  readonly links: readonly Link[];
  readonly snippets: readonly Snippet[];
  /** Of this machine, in text, links and inline code; those in fences are asked by the fences. */
  readonly addresses: readonly Address[];
  /** What a link may name behind `#`. */
  readonly anchors: ReadonlySet<string>;
}

export const lineOf = (node: Nodes | Root): number => node.position?.start.line ?? 0;
