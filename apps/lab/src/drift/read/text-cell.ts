import type { ColumnBuilder } from './column-builder.ts';

/** What pandas' `read_csv` takes for a missing value. */
const MISSING = new Set(
  '|#N/A|#N/A N/A|#NA|-1.#IND|-1.#QNAN|-NaN|-nan|1.#IND|1.#QNAN|<NA>|N/A|NA|NULL|NaN|None|n/a|nan|null'.split(
    '|',
  ),
);

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|inf(?:inity)?)\s*$/i;
const WHOLE = /^\s*[+-]?\d+\s*$/;
const BOOLEAN = /^(?:true|false)$/i;

/** A cell of a text format, read as pandas reads it. */
export function addTextCell(column: ColumnBuilder, text: string): void {
  if (text.length <= 9 && MISSING.has(text)) column.addMissing();
  else if (NUMBER.test(text)) column.addNumber(numberOf(text), WHOLE.test(text), text);
  else column.addLabel(text, BOOLEAN.test(text));
}

function numberOf(text: string): number {
  const value = Number(text);
  if (!Number.isNaN(value)) return value;
  return text.trim().startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
