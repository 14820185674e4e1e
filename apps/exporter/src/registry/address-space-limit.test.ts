import { describe, expect, test } from 'vitest';
import { addressSpaceLimit } from './address-space-limit.ts';

const shown = (limits: string) => addressSpaceLimit(limits).samples.map(({ value }) => value);

describe('addressSpaceLimit', () => {
  test.each([
    ['Max address space         unlimited            unlimited            bytes', [2 ** 64]],
    [
      'Max stack size            8388608              unlimited            bytes\nMax address space         4294967296           unlimited            bytes',
      [4_294_967_296],
    ],
    ['', []],
  ])('when the limits are "%s" - then it shows %j', (limits, expected) => {
    expect(shown(limits)).toEqual(expected);
  });
});
