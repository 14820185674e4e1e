import { StatisticsError } from '../errors.ts';
import { sortInPlace } from './radix-sort.ts';

/** What a numeric sample may come as; everything but a number, and NaN, is a missing value. */
export type NumericValues = ArrayLike<number | null | undefined>;

/**
 * A numeric sample, sorted ascending and without missing values. Make it once and give it to as many tests as wanted:
 * sorting is most of what they cost.
 */
export class SortedSample {
  /** Ascending; may begin with -Infinity and end with Infinity. Do not write to it. */
  readonly values: Float64Array;
  /** How many values were left out because they were missing. */
  readonly missing: number;

  private constructor(values: Float64Array, missing: number) {
    this.values = values;
    this.missing = missing;
  }

  /** Sorts a copy. Beyond the copy, sorting needs scratch memory of half its size. */
  static from(values: NumericValues | SortedSample, scratch?: Float64Array): SortedSample {
    if (values instanceof SortedSample) return values;
    return SortedSample.adopt(copyOf(values), scratch);
  }

  /**
   * Sorts in place and keeps the array: the caller gives it away. Missing values go to its end.
   *
   * @param scratch at least half as long as `values`, for sorts to share; allocated where missing.
   */
  static adopt(values: Float64Array, scratch?: Float64Array): SortedSample {
    const present = moveMissingToTheEnd(values);
    const kept = values.subarray(0, present);
    sortInPlace(kept, scratch);
    return new SortedSample(kept, values.length - present);
  }

  get size(): number {
    return this.values.length;
  }

  get hasInfinities(): boolean {
    return this.values[0] === Number.NEGATIVE_INFINITY || this.values.at(-1) === Number.POSITIVE_INFINITY;
  }
}

/**
 * Both samples sorted, for a test that compares them.
 *
 * @throws StatisticsError `EMPTY_SAMPLE`
 */
export function sortedPair(
  reference: NumericValues | SortedSample,
  current: NumericValues | SortedSample,
): [reference: SortedSample, current: SortedSample] {
  const sortedReference = SortedSample.from(reference);
  const sortedCurrent = SortedSample.from(current);
  if (sortedReference.size === 0) throw new StatisticsError('EMPTY_SAMPLE', 'the reference has no values');
  if (sortedCurrent.size === 0) throw new StatisticsError('EMPTY_SAMPLE', 'the current sample has no values');
  return [sortedReference, sortedCurrent];
}

/**
 * As {@link sortedPair}, for what has no meaning at infinity.
 *
 * @throws StatisticsError `EMPTY_SAMPLE`, `INFINITE_VALUE`
 */
export function sortedFinitePair(
  reference: NumericValues | SortedSample,
  current: NumericValues | SortedSample,
): [reference: SortedSample, current: SortedSample] {
  const pair = sortedPair(reference, current);
  if (pair.some((sample) => sample.hasInfinities)) {
    throw new StatisticsError(
      'INFINITE_VALUE',
      'a sample holds an infinity; leave it out with finiteValues()',
    );
  }
  return pair;
}

/** The values without missing ones, in no particular order; the array itself where it is a sample already. */
export function presentValues(values: NumericValues | SortedSample): Float64Array {
  if (values instanceof SortedSample) return values.values;
  const copy = copyOf(values);
  return copy.subarray(0, moveMissingToTheEnd(copy));
}

/**
 * The values without missing ones and infinities, in the order given: the array itself where it is a Float64Array with
 * nothing to leave out, otherwise a copy.
 */
export function finiteValues(values: NumericValues): Float64Array {
  if (values instanceof Float64Array && allFinite(values)) return values;
  const kept = copyOf(values);
  let count = 0;
  for (let index = 0; index < kept.length; index += 1) {
    const value = kept[index] as number;
    if (!Number.isFinite(value)) continue;
    kept[count] = value;
    count += 1;
  }
  return kept.subarray(0, count);
}

function allFinite(values: Float64Array): boolean {
  // NaN and the infinities turn the sum into NaN for good.
  let poison = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    poison += value - value;
  }
  return poison === 0;
}

function copyOf(values: NumericValues): Float64Array {
  if (values instanceof Float64Array) return values.slice();
  const copy = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    copy[index] = typeof value === 'number' ? value : Number.NaN;
  }
  return copy;
}

function moveMissingToTheEnd(values: Float64Array): number {
  let present = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    if (Number.isNaN(value)) continue;
    if (present !== index) {
      values[index] = Number.NaN;
      values[present] = value;
    }
    present += 1;
  }
  return present;
}
