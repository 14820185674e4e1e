import { badData } from './data-error.ts';
import { readCsv } from './read-csv.ts';
import { readJsonLines } from './read-json-lines.ts';
import { readParquet } from './read-parquet.ts';
import type { Table } from './table.ts';
import { type ColumnChoice, TableBuilder } from './table-builder.ts';

export const FORMATS = ['csv', 'jsonl', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

export interface ReadOptions extends ColumnChoice {
  /** By the name of the file unless told. */
  readonly format: Format | undefined;
  /** Of CSV; a comma, or a tab in a `.tsv`, unless told. */
  readonly delimiter: string | undefined;
}

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  csv: 'csv',
  tsv: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
  pq: 'parquet',
};

/**
 * Reads a data set into columns, as pandas would type them.
 * @throws LabError with exit code 2: UNKNOWN_FORMAT, UNREADABLE_FILE, BAD_CSV, DUPLICATE_COLUMN, BAD_JSON_LINE,
 * BAD_PARQUET, EMPTY_DATA
 */
export async function readTable(file: string, options: ReadOptions): Promise<Table> {
  const format = options.format ?? formatOf(file);
  let asLabels: ReadonlySet<string> = new Set();
  for (;;) {
    const builder = new TableBuilder(options, asLabels);
    await readInto(builder, file, format, options);
    const { table, mixed } = builder.build(file);
    if (table.rows === 0) throw badData('EMPTY_DATA', file, 'it has no rows', 'give a file with rows');
    if (mixed.length === 0) return table;
    // Numbers at first, then a label: only the file still knows how the numbers were written.
    asLabels = new Set([...asLabels, ...mixed]);
  }
}

async function readInto(
  builder: TableBuilder,
  file: string,
  format: Format,
  { delimiter }: ReadOptions,
): Promise<void> {
  switch (format) {
    case 'csv':
      return readCsv(file, builder, delimiter ?? (/\.tsv(\.gz)?$/i.test(file) ? '\t' : ','));
    case 'jsonl':
      return readJsonLines(file, builder);
    case 'parquet':
      return readParquet(file, builder);
  }
}

function formatOf(file: string): Format {
  const extension = /\.([a-z]+)(?:\.gz)?$/i.exec(file)?.[1]?.toLowerCase() ?? '';
  const format = BY_EXTENSION[extension];
  if (format !== undefined) return format;
  throw badData(
    'UNKNOWN_FORMAT',
    file,
    'the name does not tell the format',
    'add --format csv, --format jsonl or --format parquet',
  );
}
