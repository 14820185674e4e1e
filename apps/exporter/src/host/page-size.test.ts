import { describe, expect, test } from 'vitest';
import { pageBytesOf } from './page-size.ts';

const auxv = (...numbers: readonly number[]): Buffer =>
  Buffer.from(BigUint64Array.from(numbers, (number) => BigInt(number)).buffer);

describe('pageBytesOf', () => {
  test('when the kernel tells 64 KiB - then it is 64 KiB', () => {
    expect(pageBytesOf(auxv(16, 1, 6, 65_536, 0, 0))).toBe(65_536);
  });

  test('when the vector ends without telling - then it is the usual size', () => {
    expect(pageBytesOf(auxv(16, 1, 0, 0, 6, 65_536))).toBe(4096);
  });
});
