/** A CSV file with a heading, column by column: numbers where every value is one, texts otherwise. */
import { readFile } from 'node:fs/promises';

export type Column =
  | { readonly type: 'numeric'; readonly values: readonly number[] }
  | { readonly type: 'categorical'; readonly values: readonly string[] };

/** Fields are without commas and quotes. */
export async function readCsv(path: string): Promise<ReadonlyMap<string, Column>> {
  const [heading = '', ...rows] = (await readFile(path, 'utf8')).trim().split('\n');
  const cells = rows.map((row) => row.split(','));
  return new Map(
    heading.split(',').map((name, index): [string, Column] => {
      const texts = cells.map((row) => row[index] ?? '');
      const numbers = texts.map(Number);
      return numbers.some(Number.isNaN)
        ? [name, { type: 'categorical', values: texts }]
        : [name, { type: 'numeric', values: numbers }];
    }),
  );
}
