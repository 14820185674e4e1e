import { StatisticsError } from '../errors.ts';

/** A category; null, undefined and NaN are missing values. Numbers and strings never compare equal: 1 is not '1'. */
export type Category = string | number | boolean;
export type CategoricalValues = ArrayLike<Category | null | undefined>;

/** Counts of the categories that occur in either sample. */
export interface CategoryCounts {
  categories: Category[];
  reference: Float64Array;
  current: Float64Array;
}

/** Small whole numbers are counted by address, which is ten times as fast as a hash table. */
const DIRECT_CODES = 1 << 16;

/** As many as counters fit into the fastest cache. */
const FEW_CODES = 1 << 8;

/**
 * Counts both samples over the union of their categories, so that an unseen or a vanished one has a count of 0.
 * Missing values are left out.
 *
 * @throws StatisticsError `EMPTY_SAMPLE` where a side has no value left.
 */
export function countCategories(reference: CategoricalValues, current: CategoricalValues): CategoryCounts {
  const referenceCounts = countOf(reference);
  const currentCounts = countOf(current);
  if (referenceCounts.size === 0) throw new StatisticsError('EMPTY_SAMPLE', 'the reference has no values');
  if (currentCounts.size === 0) throw new StatisticsError('EMPTY_SAMPLE', 'the current sample has no values');
  const categories = [...new Set([...referenceCounts.keys(), ...currentCounts.keys()])];
  return {
    categories,
    reference: Float64Array.from(categories, (category) => referenceCounts.get(category) ?? 0),
    current: Float64Array.from(categories, (category) => currentCounts.get(category) ?? 0),
  };
}

/** Counts of one sample without its missing values. */
export function countOf(values: CategoricalValues): Map<Category, number> {
  return (values instanceof Float64Array && countSmallCodes(values)) || countByHash(values);
}

/** Undefined where a value is no small whole number. */
function countSmallCodes(values: Float64Array): Map<Category, number> | undefined {
  return countCodesBelow(FEW_CODES, values) ?? countCodesBelow(DIRECT_CODES, values);
}

/**
 * Four rows at a time into four sets of counters, so that no increment waits for the one before it; rows among which one
 * is missing go one by one.
 *
 * @param limit a power of two
 */
function countCodesBelow(limit: number, values: Float64Array): Map<Category, number> | undefined {
  const mask = limit - 1;
  const first = new Uint32Array(limit);
  const second = new Uint32Array(limit);
  const third = new Uint32Array(limit);
  const fourth = new Uint32Array(limit);
  const whole = values.length - (values.length % 4);
  for (let index = 0; index < whole; index += 4) {
    const a = values[index] as number;
    const b = values[index + 1] as number;
    const c = values[index + 2] as number;
    const d = values[index + 3] as number;
    const codeA = a & mask;
    const codeB = b & mask;
    const codeC = c & mask;
    const codeD = d & mask;
    if (codeA === a && codeB === b && codeC === c && codeD === d) {
      first[codeA] = (first[codeA] as number) + 1;
      second[codeB] = (second[codeB] as number) + 1;
      third[codeC] = (third[codeC] as number) + 1;
      fourth[codeD] = (fourth[codeD] as number) + 1;
      continue;
    }
    for (let row = index; row < index + 4; row += 1) {
      if (!countCode(values[row] as number, mask, first)) return undefined;
    }
  }
  for (let row = whole; row < values.length; row += 1) {
    if (!countCode(values[row] as number, mask, first)) return undefined;
  }
  const found = new Map<Category, number>();
  for (let code = 0; code < limit; code += 1) {
    const count =
      (first[code] as number) + (second[code] as number) + (third[code] as number) + (fourth[code] as number);
    if (count > 0) found.set(code, count);
  }
  return found;
}

/** False where the value is neither missing nor such a code. */
function countCode(value: number, mask: number, counts: Uint32Array): boolean {
  const code = value & mask;
  if (code !== value) return Number.isNaN(value);
  counts[code] = (counts[code] as number) + 1;
  return true;
}

function countByHash(values: CategoricalValues): Map<Category, number> {
  const counts = new Map<Category, number>();
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (value === null || value === undefined || Number.isNaN(value)) continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
