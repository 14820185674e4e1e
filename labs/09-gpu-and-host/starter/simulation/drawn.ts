/** What is drawn for one learner, from a token that says nothing by itself. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** `machines.json`: written when the lab starts. */
export interface Drawn {
  readonly token: string;
  /** When the machines began to live, in milliseconds since the epoch. */
  readonly begunAt: number;
}

export const readDrawn = (): Drawn =>
  JSON.parse(readFileSync(new URL('../machines.json', import.meta.url), 'utf8')) as Drawn;

/** From 0 to 1, the same for the same token and name. */
export const fraction = ({ token }: Drawn, name: string): number =>
  createHash('sha256').update(`${token} ${name}`).digest().readUInt32BE() / 2 ** 32;

/** Whole number from `low` to `high`, both included. */
export const integer = (drawn: Drawn, name: string, low: number, high: number): number =>
  low + Math.floor(fraction(drawn, name) * (high - low + 1));

/** In an order that is drawn. */
export const shuffled = <Item extends string>(drawn: Drawn, items: readonly Item[]): Item[] =>
  items.toSorted((one, other) => fraction(drawn, `order ${one}`) - fraction(drawn, `order ${other}`));
