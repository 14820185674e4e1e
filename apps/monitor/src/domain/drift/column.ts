import type { FeatureBins } from '@lab/model/profile';

/** A cell of a window or a reference: a number, a category, or nothing usable. */
export type Cell = number | string | null;

/** One column of the reference, ready to be compared with. */
export interface ReferenceColumn {
  readonly name: string;
  readonly kind: 'numeric' | 'category';
  /** Rows of the reference sample. */
  readonly values: readonly Cell[];
}

/** Average ranks for numbers, so that one huge amount says no more than a large one; NaN where there is none. */
export function ranks(values: readonly Cell[]): Float64Array {
  const result = new Float64Array(values.length).fill(Number.NaN);
  const order = [...values.keys()].filter((row) => typeof values[row] === 'number');
  order.sort((a, b) => (values[a] as number) - (values[b] as number));
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end += 1;
    for (let position = start; position < end; position += 1) {
      result[order[position] as number] = (start + end - 1) / 2;
    }
    start = end;
  }
  return result;
}

/** 1 where the row has the category, 0 where it has another. */
export const indicator = (values: readonly Cell[], category: string): Float64Array =>
  Float64Array.from(values, (value) => (value === category ? 1 : 0));

/** Shares of the values in the reference's bins; `missing` counts too. */
export function binShares(bins: FeatureBins, values: readonly Cell[]): number[] {
  const counts = new Array<number>(bins.labels.length).fill(0);
  for (const value of values) (counts[bins.indexOf(value)] as number) += 1;
  return counts.map((count) => (values.length === 0 ? 0 : count / values.length));
}
