import {
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { LabError } from '../../errors.ts';
import type { ColumnBuilder } from './column-builder.ts';
import { badData } from './data-error.ts';
import type { TableBuilder } from './table-builder.ts';

/** What pandas calls the column in which it keeps its row index. */
const PANDAS_INDEX = /^__index_level_\d+__$/;

/** A Parquet file with any of its compressions, row group by row group. */
export async function readParquet(file: string, table: TableBuilder): Promise<void> {
  try {
    const buffer = await asyncBufferFromFile(file);
    const metadata = await parquetMetadataAsync(buffer);
    const columns = columnsOf(metadata, table);
    let rowStart = 0;
    for (const { num_rows } of metadata.row_groups) {
      const rowEnd = rowStart + Number(num_rows);
      await parquetRead({
        file: buffer,
        metadata,
        compressors,
        columns: [...columns.keys()],
        rowStart,
        rowEnd,
        onChunk: ({ columnName, columnData }) => {
          const column = columns.get(columnName);
          if (column === undefined) return;
          for (let row = 0; row < columnData.length; row += 1) addValue(column, columnData[row]);
        },
      });
      table.endRows(rowEnd - rowStart);
      rowStart = rowEnd;
    }
  } catch (error) {
    throw error instanceof LabError ? error : badData('BAD_PARQUET', file, error);
  }
}

interface ParquetColumn {
  readonly builder: ColumnBuilder;
  readonly isWhole: boolean;
}

function columnsOf(metadata: FileMetaData, table: TableBuilder): Map<string, ParquetColumn> {
  const columns = new Map<string, ParquetColumn>();
  for (const { element } of parquetSchema(metadata).children) {
    if (PANDAS_INDEX.test(element.name)) continue;
    const builder = table.column(element.name);
    if (builder === undefined) continue;
    const isWhole = element.type === 'INT32' || element.type === 'INT64';
    columns.set(element.name, { builder, isWhole: isWhole && element.converted_type !== 'DECIMAL' });
  }
  return columns;
}

function addValue({ builder, isWhole }: ParquetColumn, value: unknown): void {
  if (value === null || value === undefined) builder.addMissing();
  else if (typeof value === 'number') {
    if (Number.isNaN(value)) builder.addMissing();
    else builder.addNumber(value, isWhole);
  } else if (typeof value === 'bigint') builder.addNumber(Number(value), true);
  else if (typeof value === 'boolean') builder.addLabel(String(value), true);
  else if (typeof value === 'string') builder.addLabel(value, false);
  else builder.addOther(value instanceof Date ? 'dates' : 'lists or objects');
}
