import { ParseError } from '../errors.ts';

/** What the kernel counts is never negative. */
const NUMBER = /^\d+(\.\d+)?$/;
const INTEGER = /^[+-]?(0x[\da-f]+|\d+)$/i;
const HEXADECIMAL = /^[\da-f]{1,16}$/i;

/** @throws ParseError for anything but a decimal number: `Number('')` would make a zero of a missing column. */
export function parseNumber(text: string | undefined, what: string): number {
  return text !== undefined && NUMBER.test(text) ? finite(text, what) : refuse(text, what);
}

/** An integer of sysfs: a temperature may be negative, and flags are written as `0x1003`. */
export function parseInteger(text: string | undefined, what: string): number {
  return text !== undefined && INTEGER.test(text) ? finite(text, what) : refuse(text, what);
}

/** An integer in hexadecimal digits alone, as in /proc/net/softnet_stat. */
export function parseHexadecimal(text: string | undefined, what: string): number {
  if (text === undefined || !HEXADECIMAL.test(text)) throw new ParseError(what, text);
  return Number.parseInt(text, 16);
}

/** Four hundred digits are no number either, but an infinity. */
function finite(text: string, what: string): number {
  const value = Number(text);
  return Number.isFinite(value) ? value : refuse(text, what);
}

function refuse(text: string | undefined, what: string): never {
  throw new ParseError(what, text);
}

/** `0-3,8,10-11`, the list of CPUs in sysfs; empty for none. */
export function parseCpuList(text: string, what: string): number[] {
  return text
    .split(',')
    .filter((range) => range !== '')
    .flatMap((range) => {
      const [first, last = first, ...rest] = range.split('-').map((end) => parseNumber(end, what));
      if (first === undefined || last === undefined || rest.length > 0 || last - first > MOST_CPUS)
        throw new ParseError(what, range);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}

/** Bound of a list, so that a garbled one cannot ask for all memory; Linux itself stops at 8192. */
const MOST_CPUS = 65_536;

/** Lines that are not empty. */
export const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** Columns separated by any white space. */
export const columnsOf = (line: string): string[] => line.trim().split(/\s+/);
