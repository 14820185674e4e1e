import { describe, expect, it } from 'vitest';
import { Xoshiro128 } from './xoshiro128.ts';

const MASK = 0xffffffffn;

/** The authors' C code word for word, in big integers. */
function referenceOutputs(state: [bigint, bigint, bigint, bigint], count: number): number[] {
  const rotl = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & MASK;
  const s = state;
  return Array.from({ length: count }, () => {
    const result = (rotl((s[1] * 5n) & MASK, 7n) * 9n) & MASK;
    const t = (s[1] << 9n) & MASK;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 11n);
    return Number(result);
  });
}

function moments(draw: () => number, count = 40_000): { mean: number; variance: number } {
  const values = Array.from({ length: count }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count };
}

describe('Xoshiro128', () => {
  it('nextUint32 - when the state is 1, 2, 3, 4 - then gives the published first numbers', () => {
    const random = new Xoshiro128(1, 2, 3, 4);
    expect(Array.from({ length: 4 }, () => random.nextUint32())).toEqual([11520, 0, 5927040, 70819200]);
  });

  it('nextUint32 - when run for long from any state - then equals the reference in big integers', () => {
    const state: [bigint, bigint, bigint, bigint] = [0xdeadbeefn, 0x80000000n, 0xffffffffn, 7n];
    const random = new Xoshiro128(0xdeadbeef, 0x80000000, 0xffffffff, 7);
    expect(Array.from({ length: 5000 }, () => random.nextUint32())).toEqual(referenceOutputs(state, 5000));
  });

  it('seeded - when seed and stream are equal - then repeats, and differs otherwise', () => {
    const first = (seed: number, stream: number) => Xoshiro128.seeded(seed, stream).nextUint32();
    expect(first(7, 0)).toBe(first(7, 0));
    expect(new Set([first(7, 0), first(7, 1), first(8, 0), first(7 + 2 ** 32, 0)]).size).toBe(4);
  });

  it('seeded - when the seed is no non-negative integer - then refuses', () => {
    expect(() => Xoshiro128.seeded(-1)).toThrow(RangeError);
    expect(() => Xoshiro128.seeded(0.5)).toThrow(RangeError);
    expect(() => new Xoshiro128(0, 0, 0, 0)).toThrow(RangeError);
  });

  it('distributions - when many are drawn - then have the mean and variance of their law', () => {
    const random = Xoshiro128.seeded(11);
    const laws: [() => number, number, number][] = [
      [() => random.uniform(), 1 / 2, 1 / 12],
      [() => random.normal(), 0, 1],
      [() => random.exponential(2), 2, 4],
      [() => random.poisson(3), 3, 3],
      [() => random.integerBelow(6), 2.5, 35 / 12],
      [() => random.weighted([1, 0, 3]), 1.5, 0.75],
    ];
    for (const [draw, mean, variance] of laws) {
      const measured = moments(draw);
      // Five standard errors of the mean.
      expect(Math.abs(measured.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / 40_000));
      expect(Math.abs(measured.variance / variance - 1)).toBeLessThan(0.06);
    }
  });
});
