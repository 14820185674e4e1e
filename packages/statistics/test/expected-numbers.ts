import { expect } from 'vitest';

/** A number in a file of expectations: JSON has no NaN and no infinities. */
export type ExpectedNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/**
 * Fails unless the numbers agree to `tolerance`, relative to the expected one, or absolutely to `floor` where that is
 * near zero.
 */
export function expectNumber(actual: number, expected: ExpectedNumber, tolerance = 1e-9, floor = 0): void {
  const wanted = Number(expected);
  if (Object.is(actual, wanted) || Math.abs(actual - wanted) <= Math.max(tolerance * Math.abs(wanted), floor))
    return;
  // Only to fail with both numbers in the message.
  expect(actual).toBe(wanted);
}
