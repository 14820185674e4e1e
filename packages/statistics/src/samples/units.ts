const SMALLEST_SAFE = 1e-100;
const LARGEST_SAFE = 1e100;

/** 1, or the power of two to divide values by so that their squares stay in range; it changes no digit. */
export function safeUnit(largest: number): number {
  if (largest === 0 || (largest > SMALLEST_SAFE && largest < LARGEST_SAFE)) return 1;
  return 2 ** Math.max(-1022, Math.floor(Math.log2(largest)));
}

export function inUnits(values: Float64Array, unit: number): Float64Array {
  return unit === 1 ? values : values.map((value) => value / unit);
}

export function largestMagnitude(values: Float64Array): number {
  let largest = 0;
  for (let index = 0; index < values.length; index += 1) {
    largest = Math.max(largest, Math.abs(values[index] as number));
  }
  return largest;
}
