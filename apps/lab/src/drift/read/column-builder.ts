import type { ForcedType, TableColumn } from './table.ts';

/** Different labels from which on a column is text: names, identifiers, sentences. Bounds the memory of a column. */
const MOST_LABELS = 100_000;

const FIRST_CAPACITY = 1024;

/** What a column turned out to be; `mixed` once a label followed numbers, which are no longer known as text then. */
type BuiltColumn = TableColumn | { readonly kind: 'mixed' };

/** Collects one column value by value. A column is numbers until something else comes. */
export class ColumnBuilder {
  readonly #forced: ForcedType | undefined;
  readonly #asLabels: boolean;
  #rows = 0;
  #numbers: Float64Array | undefined;
  #codes: Int32Array | undefined;
  readonly #codeOf = new Map<string, number>();
  #isWhole = true;
  #hasMissing = false;
  #boolean = true;
  #isMixed = false;
  #other: string | undefined;

  constructor({ forced, asLabels }: { forced?: ForcedType | undefined; asLabels: boolean }) {
    this.#forced = forced;
    this.#asLabels = asLabels || forced === 'categorical';
  }

  get rows(): number {
    return this.#rows;
  }

  addMissing(): void {
    this.#hasMissing = true;
    const row = this.#rows++;
    if (this.#numbers !== undefined) this.#roomForNumbers(this.#numbers)[row] = Number.NaN;
    else if (this.#codes !== undefined) this.#roomForCodes(this.#codes)[row] = -1;
  }

  /** @param text how the source wrote it, where it is text */
  addNumber(value: number, isWhole: boolean, text: string = String(value)): void {
    if (this.#asLabels || this.#codes !== undefined) {
      // Told that numbers are categories, 1 and 1.0 are the same one.
      this.addLabel(this.#forced === 'categorical' ? String(value) : text, false);
      return;
    }
    if (!isWhole) this.#isWhole = false;
    this.#numbers ??= new Float64Array(Math.max(FIRST_CAPACITY, this.#rows * 2)).fill(Number.NaN);
    this.#roomForNumbers(this.#numbers)[this.#rows++] = value;
  }

  addLabel(label: string, isBoolean: boolean): void {
    if (this.#forced === 'numeric') {
      this.addMissing();
      return;
    }
    if (this.#numbers !== undefined) this.#isMixed = true;
    if (this.#isMixed || this.#other !== undefined) {
      this.#rows += 1;
      return;
    }
    if (!isBoolean) this.#boolean = false;
    this.#codes ??= new Int32Array(Math.max(FIRST_CAPACITY, this.#rows * 2)).fill(-1);
    this.#roomForCodes(this.#codes)[this.#rows++] = this.#code(label);
  }

  /** Something that is neither: a list, an object, a date. */
  addOther(holds: string): void {
    this.#dropFor(holds);
    this.#rows += 1;
  }

  build(): BuiltColumn {
    if (this.#other !== undefined) return { kind: 'other', holds: this.#other };
    if (this.#isMixed) return { kind: 'mixed' };
    if (this.#numbers !== undefined) {
      const storage = this.#isWhole && !this.#hasMissing ? 'integer' : 'float';
      return { kind: 'numbers', values: this.#numbers.subarray(0, this.#rows), storage };
    }
    if (this.#codes !== undefined) {
      const codes = this.#codes.subarray(0, this.#rows);
      const labels = [...this.#codeOf.keys()];
      return this.#boolean
        ? { kind: 'labels', ...asBooleans(codes, labels), boolean: true }
        : { kind: 'labels', codes, labels, boolean: false };
    }
    if (this.#forced === 'numeric') {
      return { kind: 'numbers', values: new Float64Array(this.#rows).fill(Number.NaN), storage: 'float' };
    }
    return { kind: 'other', holds: 'no values' };
  }

  #code(label: string): number {
    const known = this.#codeOf.get(label);
    if (known !== undefined) return known;
    const code = this.#codeOf.size;
    if (code === MOST_LABELS) {
      this.#dropFor(`text, more than ${MOST_LABELS} different ones`);
      return -1;
    }
    this.#codeOf.set(label, code);
    return code;
  }

  #dropFor(holds: string): void {
    this.#other = holds;
    this.#numbers = undefined;
    this.#codes = undefined;
    this.#codeOf.clear();
  }

  #roomForNumbers(numbers: Float64Array): Float64Array {
    if (this.#rows < numbers.length) return numbers;
    this.#numbers = new Float64Array(2 * numbers.length);
    this.#numbers.set(numbers);
    return this.#numbers;
  }

  #roomForCodes(codes: Int32Array): Int32Array {
    if (this.#rows < codes.length) return codes;
    this.#codes = new Int32Array(2 * codes.length);
    this.#codes.set(codes);
    return this.#codes;
  }
}

/** pandas writes `True` into a CSV and Parquet holds a bit: one value, however a format spells it. */
function asBooleans(
  codes: Int32Array,
  spelled: readonly string[],
): { readonly codes: Int32Array; readonly labels: readonly string[] } {
  const values = spelled.map((label) => label.toLowerCase());
  const labels = [...new Set(values)];
  const codeOf = values.map((value) => labels.indexOf(value));
  return { codes: codes.map((code) => codeOf[code] ?? code), labels };
}
