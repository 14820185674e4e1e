import { ParseError } from '../errors.ts';

const NUMBER = /^-?\d+(\.\d+)?$/;

/** @throws ParseError for anything but a decimal number: `Number('')` would make a zero of a missing column. */
export function parseNumber(text: string | undefined, what: string): number {
  if (text === undefined || !NUMBER.test(text)) throw new ParseError(what, text);
  return Number(text);
}

/** Lines that are not empty. */
export const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** Columns separated by any white space. */
export const columnsOf = (line: string): string[] => line.trim().split(/\s+/);
