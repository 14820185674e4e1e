import { describe, expect, test } from 'vitest';
import { adjtimex, parseTimex } from './adjtimex.ts';

describe('parseTimex', () => {
  test('when the kernel filled the struct - then each field is where the headers put it', () => {
    const timex = Buffer.alloc(208);
    timex.writeBigInt64LE(-1500n, 8);
    timex.writeInt32LE(0x2001, 40);
    timex.writeBigInt64LE(10_000n, 88);
    timex.writeBigInt64LE(3n, 152);
    timex.writeInt32LE(37, 160);
    expect(parseTimex(timex, 5)).toMatchObject({
      state: 5,
      offset: -1500,
      status: 0x2001,
      tick: 10_000,
      stbcnt: 3,
      tai: 37,
    });
  });
});

describe('adjtimex', () => {
  test.runIf(process.platform === 'linux')('when this machine is asked - then its clock ticks', () => {
    expect(adjtimex().tick).toBeGreaterThan(0);
  });
});
