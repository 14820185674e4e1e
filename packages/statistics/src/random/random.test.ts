import { describe, expect, it } from 'vitest';
import { binomialProbability } from '../special/binomial.ts';
import { drawBinomial } from './binomial.ts';
import { MultinomialSampler } from './multinomial-sampler.ts';
import { Sfc32 } from './sfc32.ts';

describe('Sfc32', () => {
  it('seed - when it is used again - then the same numbers are drawn, and others for its neighbour', () => {
    const draw = (seed: number) => {
      const random = new Sfc32(seed);
      return Array.from({ length: 4 }, () => random.nextUint32());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(7)).not.toEqual(draw(7 + 2 ** 32));
  });

  it('uniform and normal - when many are drawn - then mean and variance are theirs', () => {
    const random = new Sfc32(1);
    const moments = (draw: () => number) => {
      const values = Array.from({ length: 50_000 }, draw);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length] as const;
    };
    const [uniformMean, uniformVariance] = moments(() => random.uniform());
    expect(uniformMean).toBeCloseTo(0.5, 2);
    expect(uniformVariance).toBeCloseTo(1 / 12, 2);
    const [normalMean, normalVariance] = moments(() => random.normal());
    expect(Math.abs(normalMean)).toBeLessThan(0.02);
    expect(Math.abs(normalVariance - 1)).toBeLessThan(0.03);
  });
});

describe('drawBinomial', () => {
  it.each([
    [20, 0.1],
    [20, 0.9],
    [60, 0.3],
    [100, 0.5],
  ])(
    'drawBinomial - when drawn often from %i trials of %f - then every count is as frequent as it should be',
    (trials, p) => {
      const random = new Sfc32(trials);
      const draws = 20_000;
      const counts = new Float64Array(trials + 1);
      for (let draw = 0; draw < draws; draw += 1) {
        const successes = drawBinomial(trials, p, random);
        counts[successes] = (counts[successes] ?? 0) + 1;
      }
      let chiSquare = 0;
      let cells = 0;
      for (const [successes, count] of counts.entries()) {
        const wanted = draws * binomialProbability(successes, trials, p, 1 - p);
        if (wanted < 5) continue;
        chiSquare += (count - wanted) ** 2 / wanted;
        cells += 1;
      }
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(draws);
      expect(chiSquare).toBeLessThan(cells + 4 * Math.sqrt(2 * cells));
    },
  );

  it('drawBinomial - when nothing or everything succeeds - then it says so', () => {
    const random = new Sfc32(1);
    expect([0, 1].map((p) => drawBinomial(50, p, random))).toEqual([0, 50]);
    expect(drawBinomial(0, 0.3, random)).toBe(0);
  });
});

describe('MultinomialSampler', () => {
  it.each([
    ['one by one', 20],
    ['by binomials', 200],
  ])('tally - when drawn %s - then counts add up and follow the weights', (_, draws) => {
    const sampler = new MultinomialSampler(Float64Array.of(6, 3, 0, 1));
    const random = new Sfc32(2);
    const sums = new Float64Array(4);
    const counts = new Uint32Array(4);
    for (let round = 0; round < 2000; round += 1) {
      sampler.tally(counts, draws, random);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(draws);
      for (const [cell, count] of counts.entries()) sums[cell] = (sums[cell] ?? 0) + count / (2000 * draws);
    }
    for (const [cell, share] of [0.6, 0.3, 0, 0.1].entries())
      expect(Math.abs((sums[cell] ?? 1) - share)).toBeLessThan(0.01);
    expect(sums[2]).toBe(0);
  });
});
