import { LabError } from '../../errors.ts';
import type { ColumnBuilder } from './column-builder.ts';
import { badData } from './data-error.ts';
import { openFile } from './open-file.ts';
import type { TableBuilder } from './table-builder.ts';

/** A line without end would otherwise be kept whole. */
const LONGEST_LINE = 8 * 1024 * 1024;

/** One JSON object per line, gzip or not; empty lines are left out. */
export async function readJsonLines(file: string, table: TableBuilder): Promise<void> {
  let line = 0;
  try {
    for await (const lines of linesOf(file)) {
      for (const text of lines) {
        line += 1;
        if (text.trim() === '') continue;
        for (const [name, value] of Object.entries(parseRow(file, line, text))) {
          const column = table.column(name);
          if (column !== undefined) addValue(column, value);
        }
        table.endRow();
      }
    }
  } catch (error) {
    throw error instanceof LabError ? error : badData('UNREADABLE_FILE', file, error);
  }
}

/** Whole lines, as many at once as a chunk of the file has. */
async function* linesOf(file: string): AsyncGenerator<string[]> {
  const stream = await openFile(file);
  stream.setEncoding('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) {
      throw badData('BAD_JSON_LINE', file, `a line is longer than ${LONGEST_LINE} letters`);
    }
    yield lines;
  }
  yield [rest];
}

function parseRow(file: string, line: number, text: string): object {
  const row = parsed(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row;
  throw badData('BAD_JSON_LINE', file, `line ${line} is no JSON object`, 'write one JSON object per line');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      // Python writes these three though JSON has no word for them.
      return JSON.parse(
        text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (token) =>
          token.startsWith('"') ? token : token === 'NaN' ? 'null' : token.replace('Infinity', '1e999'),
        ),
      );
    } catch {
      return undefined;
    }
  }
}

function addValue(column: ColumnBuilder, value: unknown): void {
  if (value === null) column.addMissing();
  else if (typeof value === 'number') column.addNumber(value, Number.isInteger(value));
  else if (typeof value === 'boolean') column.addLabel(String(value), true);
  else if (typeof value === 'string') column.addLabel(value, false);
  else column.addOther('lists or objects');
}
