import { ColumnBuilder } from './column-builder.ts';
import type { ForcedType, Table, TableColumn } from './table.ts';

/** Which columns to keep, and as what. */
export interface ColumnChoice {
  /** Undefined for all. */
  readonly only: ReadonlySet<string> | undefined;
  readonly ignored: ReadonlySet<string>;
  readonly forced: ReadonlyMap<string, ForcedType>;
}

/** Collects a table from whatever reads a format. Columns may appear at any row. */
export class TableBuilder {
  readonly #choice: ColumnChoice;
  readonly #asLabels: ReadonlySet<string>;
  readonly #columns = new Map<string, ColumnBuilder | undefined>();
  #rows = 0;

  constructor(choice: ColumnChoice, asLabels: ReadonlySet<string>) {
    this.#choice = choice;
    this.#asLabels = asLabels;
  }

  /** Undefined for a column that nobody wants. Rows before this one have no value in it. */
  column(name: string): ColumnBuilder | undefined {
    if (this.#columns.has(name)) return this.#columns.get(name);
    const { only, ignored, forced } = this.#choice;
    const wanted = (only?.has(name) ?? true) && !ignored.has(name);
    const builder = wanted
      ? new ColumnBuilder({ forced: forced.get(name), asLabels: this.#asLabels.has(name) })
      : undefined;
    this.#columns.set(name, builder);
    return builder;
  }

  get names(): IterableIterator<string> {
    return this.#columns.keys();
  }

  get rows(): number {
    return this.#rows;
  }

  /** Ends a row: columns that it did not name have no value. */
  endRow(): void {
    this.endRows(1);
  }

  endRows(count: number): void {
    this.#rows += count;
    for (const column of this.#columns.values()) {
      while (column !== undefined && column.rows < this.#rows) column.addMissing();
    }
  }

  /** Columns in which labels followed numbers: the file must be read again with these as labels. */
  build(file: string): { table: Table; mixed: string[] } {
    const columns = new Map<string, TableColumn>();
    const mixed: string[] = [];
    for (const [name, builder] of this.#columns) {
      const column = builder?.build();
      if (column === undefined) continue;
      if (column.kind === 'mixed') mixed.push(name);
      else columns.set(name, column);
    }
    return { table: { file, rows: this.#rows, columns }, mixed };
  }
}
