import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Xoshiro128 } from '../random/xoshiro128.ts';
import { readReferenceProfile } from './read.ts';
import { roundToSinglePrecision, summariseCategories, summariseNumbers } from './summarise.ts';

describe('summariseNumbers', () => {
  it('summariseNumbers - when worked by hand - then agrees', () => {
    const summary = summariseNumbers('x', [4, 1, 3, 2]);
    expect(summary).toMatchObject({
      kind: 'numeric',
      count: 4,
      nulls: 0,
      min: 1,
      max: 4,
      mean: 2.5,
      std: 1.118034,
    });
    expect(summary.quantiles['0.5']).toBe(3);
  });

  it('summariseNumbers - when values are random - then each count is that of "edge < x <= next edge"', () => {
    const random = Xoshiro128.seeded(31);
    for (const draw of [
      () => random.normal(),
      () => random.integerBelow(4),
      () => (random.chance(0.9) ? 0 : 5),
    ]) {
      const values = Array.from({ length: 2000 }, draw);
      const { edges, counts } = summariseNumbers('x', values).histogram;
      const expected = counts.map((_, bin) => {
        const [from, to] = [
          edges[bin - 1] ?? Number.NEGATIVE_INFINITY,
          edges[bin] ?? Number.POSITIVE_INFINITY,
        ];
        return values.filter((value) => from < value && value <= to).length;
      });
      expect(counts).toEqual(expected);
      expect(counts.every((count) => count > 0)).toBe(true);
    }
  });

  it('summariseNumbers - when all values are equal - then the histogram has one bin', () => {
    expect(summariseNumbers('x', [2, 2, 2]).histogram).toEqual({ edges: [], counts: [3] });
  });
});

describe('summariseCategories', () => {
  it('summariseCategories - when a category does not occur - then its share is zero and the order is kept', () => {
    const { categories } = summariseCategories('c', 'categorical', ['b', 'a', 'b', 'b'], ['a', 'b', 'z']);
    expect(Object.entries(categories)).toEqual([
      ['a', 0.25],
      ['b', 0.75],
      ['z', 0],
    ]);
  });
});

describe('roundToSinglePrecision', () => {
  it('roundToSinglePrecision - when a float32 is widened - then its noise digits go', () => {
    expect(roundToSinglePrecision(Math.fround(0.1))).toBe(0.1);
    expect(roundToSinglePrecision(Math.fround(12345.67))).toBe(12345.67);
  });
});

describe('readReferenceProfile', () => {
  it('readReferenceProfile - when the file is something else - then refuses with a code', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'profile-'));
    const path = join(directory, 'reference-profile.json');
    for (const content of ['{', '[]', '{"schema":"other"}']) {
      await writeFile(path, content);
      await expect(readReferenceProfile(path)).rejects.toMatchObject({ code: 'PROFILE_MALFORMED' });
    }
    await rm(directory, { recursive: true });
    await expect(readReferenceProfile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
