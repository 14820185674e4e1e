import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { LabError } from '../../errors.ts';
import type { ColumnBuilder } from './column-builder.ts';
import { badData } from './data-error.ts';
import { openFile } from './open-file.ts';
import type { TableBuilder } from './table-builder.ts';
import { addTextCell } from './text-cell.ts';

/** A quote that never closes would take the rest of the file for one cell. */
const LARGEST_ROW_BYTES = 8 * 1024 * 1024;

/** RFC 4180 with a header, UTF-8 or UTF-16 with a byte order mark, gzip or not; empty lines are left out. */
export async function readCsv(file: string, table: TableBuilder, delimiter: string): Promise<void> {
  let columns: (ColumnBuilder | undefined)[] | undefined;
  const parser = parse({
    bom: true,
    delimiter,
    // Any of them at any row: files are put together from others.
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    max_record_size: LARGEST_ROW_BYTES,
    // Rows are taken as they come and not passed on, so that none waits in memory.
    on_record: (cells: string[]) => {
      if (columns === undefined) {
        columns = headerOf(file, cells).map((name) => table.column(name));
        return null;
      }
      for (let index = 0; index < columns.length; index += 1) {
        const column = columns[index];
        if (column !== undefined) addTextCell(column, cells[index] as string);
      }
      table.endRow();
      return null;
    },
  });
  parser.resume();
  try {
    await pipeline(await openFile(file), parser);
  } catch (error) {
    if (error instanceof LabError) throw error;
    if (error instanceof CsvError) throw badCsv(file, error);
    throw badData('UNREADABLE_FILE', file, error);
  }
}

/** A column without a name is what pandas writes for its index. */
export const isUnnamed = (name: string): boolean => /^Unnamed: \d+$/.test(name);

function headerOf(file: string, cells: readonly string[]): string[] {
  const names = cells.map((cell, index) => (cell.trim() === '' ? `Unnamed: ${index}` : cell));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return names;
  throw badData('DUPLICATE_COLUMN', file, `two columns are named ${twice}`);
}

function badCsv(file: string, error: CsvError): LabError {
  const { lines } = error as CsvError & { lines?: number };
  const hint = error.message.includes('Delimiter') || error.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH';
  return badData(
    'BAD_CSV',
    file,
    `${lines === undefined ? '' : `line ${lines}: `}${error.message}`,
    hint
      ? 'every row needs as many cells as the header; is --delimiter right?'
      : 'mend the file at that line',
  );
}
