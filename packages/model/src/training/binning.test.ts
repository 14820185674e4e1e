import { describe, expect, it } from 'vitest';
import { Xoshiro128 } from '../random/xoshiro128.ts';
import { binFeatures } from './binning.ts';

describe('binFeatures', () => {
  it('binFeatures - when values are random - then "x <= cut" in float32 parts the rows as the bins do', () => {
    const random = Xoshiro128.seeded(4);
    for (const maxBins of [2, 7, 64, 256]) {
      const features = Float32Array.from({ length: 3000 }, () => random.logNormal(50, 2));
      const { cuts, bins } = binFeatures({ rows: 3000, features }, maxBins);
      const cutsOfFeature = cuts[0] ?? new Float32Array();
      expect(cutsOfFeature.length).toBeLessThan(maxBins);
      expect(cutsOfFeature.length).toBeGreaterThan(0);
      for (const [row, value] of features.entries()) {
        const above = cutsOfFeature.filter((cut) => !(value <= cut)).length;
        expect(bins[0]?.[row]).toBe(above);
      }
    }
  });

  it('binFeatures - when two values are neighbours in float32 - then the cut still parts them', () => {
    const lower = Math.fround(0.1);
    const bits = new Uint32Array(Float32Array.of(lower).buffer);
    const upper = new Float32Array(Uint32Array.of((bits[0] ?? 0) + 1).buffer)[0] ?? 0;
    const { bins } = binFeatures({ rows: 2, features: Float32Array.of(lower, upper) }, 4);
    expect([...(bins[0] ?? [])]).toEqual([0, 1]);
  });

  it('binFeatures - when a feature is constant - then it has one bin and no cut', () => {
    const { cuts, bins } = binFeatures({ rows: 3, features: Float32Array.of(5, 5, 5) }, 8);
    expect(cuts[0]).toHaveLength(0);
    expect([...(bins[0] ?? [])]).toEqual([0, 0, 0]);
  });

  it('binFeatures - when half of the rows share a value - then the cuts stay distinct and ascending', () => {
    const random = Xoshiro128.seeded(5);
    const features = Float32Array.from({ length: 1000 }, () => (random.chance(0.5) ? 0 : random.uniform()));
    const cuts = [...(binFeatures({ rows: 1000, features }, 16).cuts[0] ?? [])];
    expect(cuts).toEqual([...new Set(cuts)].sort((a, b) => a - b));
    expect(() => binFeatures({ rows: 1, features }, 257)).toThrow(RangeError);
  });
});
