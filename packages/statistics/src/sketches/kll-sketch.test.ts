import { describe, expect, it } from 'vitest';
import { Sfc32 } from '../random/sfc32.ts';
import { KllSketch } from './kll-sketch.ts';

const random = new Sfc32(1);
const values = Float64Array.from({ length: 60_000 }, () => Math.exp(random.normal()));
const sorted = values.toSorted();

const sketchOf = (part: Iterable<number>, seed: number, k = 200) => {
  const sketch = new KllSketch({ k, seed });
  for (const value of part) sketch.add(value);
  return sketch;
};

/** Largest distance between the sketch's rank and the true one, over 99 quantiles. */
const worstError = (sketch: KllSketch) =>
  Math.max(
    ...Array.from({ length: 99 }, (_, index) => {
      const share = (index + 1) / 100;
      return Math.abs(sketch.rank(sorted[Math.ceil(share * sorted.length) - 1] ?? 0) - share);
    }),
  );

describe('KllSketch', { timeout: 60_000 }, () => {
  it('quantile - when fewer values were added than it holds - then it is exact', () => {
    const sketch = sketchOf([5, 1, 4, 2, 3], 1);
    expect([0, 0.2, 0.5, 0.8, 1].map((share) => sketch.quantile(share))).toEqual([1, 1, 3, 4, 5]);
    expect(sketch.rank(3)).toBe(0.6);
    expect(sketch.rankError()).toBe(0);
  });

  it.each([50, 200, 800])(
    'rank - when k is %i and 60 000 values were added - then every error is within its bound',
    (k) => {
      const sketch = sketchOf(values, 3, k);
      expect(sketch.count).toBe(60_000);
      expect(sketch.held).toBeLessThan(4 * k + 200);
      // 99 ranks are looked at, so the bound is asked for at a confidence that covers them all.
      expect(worstError(sketch)).toBeLessThan(sketch.rankError(0.9999));
      expect(sketch.rankError()).toBeLessThan(10 / k);
      expect([sketch.min, sketch.max]).toEqual([sorted[0], sorted.at(-1)]);
    },
  );

  it('rankError - when many sketches of the same values are made - then at most the promised share is beyond it', () => {
    const part = values.subarray(0, 6000);
    const median = part.toSorted()[2999] ?? 0;
    const beyond = Array.from({ length: 200 }, (_, seed) => sketchOf(part, seed, 32)).filter(
      (sketch) => Math.abs(sketch.rank(median) - 0.5) > sketch.rankError(0.9),
    );
    expect(beyond.length).toBeLessThan(20);
  });

  it('merge - when three replicas are merged in either order - then counts are equal and errors within the bound', () => {
    const parts = () =>
      [0, 1, 2].map((replica) =>
        sketchOf(values.subarray(replica * 20_000, (replica + 1) * 20_000), replica),
      );
    const [a, b, c] = parts() as [KllSketch, KllSketch, KllSketch];
    a.merge(b);
    a.merge(c);
    const [d, e, f] = parts() as [KllSketch, KllSketch, KllSketch];
    e.merge(f);
    d.merge(e);
    for (const merged of [a, d]) {
      expect(merged.count).toBe(60_000);
      expect([merged.min, merged.max]).toEqual([sorted[0], sorted.at(-1)]);
      expect(worstError(merged)).toBeLessThan(merged.rankError(0.9999));
      expect(merged.rankError()).toBeLessThan(0.05);
    }
    for (const share of [0.1, 0.5, 0.9]) {
      expect(Math.abs(a.rank(d.quantile(share)) - share)).toBeLessThan(a.rankError() + d.rankError());
    }
    expect(c.count).toBe(20_000);
  });

  it('fromJSON - when a sketch is restored half way - then it goes on exactly as the original', () => {
    const original = sketchOf(values.subarray(0, 5000), 9);
    const restored = KllSketch.fromJSON(JSON.parse(JSON.stringify(original)));
    for (const value of values.subarray(5000, 12_000)) {
      original.add(value);
      restored.add(value);
    }
    expect(restored.toJSON()).toEqual(original.toJSON());
    expect(KllSketch.fromJSON(JSON.parse(JSON.stringify(sketchOf([], 1)))).count).toBe(0);
  });

  it.each<[string, () => unknown, string]>([
    ['k is too small', () => new KllSketch({ k: 7, seed: 1 }), 'INVALID_OPTION'],
    ['a value is NaN', () => sketchOf([Number.NaN], 1), 'MISSING_VALUE'],
    ['a share is above 1', () => sketchOf([1], 1).quantile(1.1), 'INVALID_OPTION'],
    ['merged sketches differ in k', () => sketchOf([1], 1).merge(sketchOf([1], 1, 8)), 'INVALID_OPTION'],
    [
      'a state has lost values',
      () => KllSketch.fromJSON({ ...sketchOf([1, 2], 1).toJSON(), count: 3 }),
      'INVALID_COUNT',
    ],
  ])('KllSketch - when %s - then it throws', (_, call, code) => {
    expect(call).toThrow(expect.objectContaining({ code }));
  });

  it('quantile - when nothing was added - then it is NaN', () => {
    expect(sketchOf([], 1).quantile(0.5)).toBeNaN();
    expect(sketchOf([], 1).min).toBeNaN();
  });
});
