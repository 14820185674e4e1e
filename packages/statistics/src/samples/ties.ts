import type { SortedSample } from './sorted-sample.ts';

/** How often one value of the pooled sample occurs on either side. */
export type VisitTie = (inReference: number, inCurrent: number) => void;

/** Visits the distinct values of both samples ascending. Infinities of one sign are ties like any other value. */
export function walkTies(reference: SortedSample, current: SortedSample, visit: VisitTie): void {
  const left = reference.values;
  const right = current.values;
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    const value = nextValue(left, i, right, j);
    const firstLeft = i;
    const firstRight = j;
    while (i < left.length && left[i] === value) i += 1;
    while (j < right.length && right[j] === value) j += 1;
    visit(i - firstLeft, j - firstRight);
  }
}

function nextValue(left: Float64Array, i: number, right: Float64Array, j: number): number {
  if (i >= left.length) return right[j] as number;
  if (j >= right.length) return left[i] as number;
  return Math.min(left[i] as number, right[j] as number);
}
