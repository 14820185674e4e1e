import { readFile } from 'node:fs/promises';
import { FEATURE_COUNT } from '@lab/model/features';
import { readReferenceProfile } from '@lab/model/profile';
import { Xoshiro128 } from '@lab/model/random';
import { describe, expect, it } from 'vitest';
import { MODELS } from '../../../test/inference-app.ts';
import { openSession } from '../../adapters/onnx/open-session.ts';
import { backgroundRows } from './background.ts';
import { PLAYERS, type Player } from './players.ts';
import { type Attribution, ShapleySampling } from './shapley-sampling.ts';

type Model = (row: Float32Array) => number;

const players = (count: number): Player[] =>
  Array.from({ length: count }, (_, input) => ({ name: `x${input}`, inputs: [input] }));

function scoresOf(model: Model, rows: Float32Array, width: number): number[] {
  return Array.from({ length: rows.length / width }, (_, row) =>
    model(rows.subarray(row * width, (row + 1) * width)),
  );
}

function explain(model: Model, row: Float32Array, background: Float32Array, own: Player[]): Attribution {
  const width = row.length;
  const sampling = new ShapleySampling(own, background, width);
  return sampling.attribute(
    scoresOf(model, sampling.coalitionRows(row), width),
    scoresOf(model, background, width),
  );
}

/** By the definition: over all subsets of the others, and all rows of the background. */
function exactValues(model: Model, row: Float32Array, background: Float32Array): number[] {
  const width = row.length;
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  const worthOf = (subset: number): number => {
    let sum = 0;
    for (let start = 0; start < background.length; start += width) {
      const mixed = background
        .slice(start, start + width)
        .map((value, input) => ((subset >> input) & 1 ? (row[input] ?? 0) : value));
      sum += model(mixed);
    }
    return sum / (background.length / width);
  };
  return Array.from({ length: width }, (_, feature) => {
    let value = 0;
    for (let subset = 0; subset < 2 ** width; subset += 1) {
      if ((subset >> feature) & 1) continue;
      const size = [...subset.toString(2)].filter((bit) => bit === '1').length;
      const weight = (factorial(size) * factorial(width - size - 1)) / factorial(width);
      value += weight * (worthOf(subset | (1 << feature)) - worthOf(subset));
    }
    return value;
  });
}

const sum = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((total, value) => total + value, 0);

describe('ShapleySampling', () => {
  const random = Xoshiro128.seeded(3);
  const background = Float32Array.from({ length: 5 * 400 }, () => random.uniform());
  const row = Float32Array.from([0.9, 0.1, 0.8, 0.7, 0.2]);

  it('attribute - when the model is linear - then a share is weight times distance from the mean, without noise', () => {
    const weights = [3, -2, 0.5, 0, 1];
    const linear: Model = (inputs) => sum(weights.map((weight, input) => weight * (inputs[input] ?? 0)));
    const { contributions } = explain(linear, row, background, players(5));
    for (const [input, weight] of weights.entries()) {
      const mean = sum(background.filter((_, index) => index % 5 === input)) / 400;
      expect(contributions[input]).toBeCloseTo(weight * ((row[input] ?? 0) - mean), 6);
    }
  });

  it('attribute - when features act together - then it is within four standard errors of all subsets', () => {
    const model: Model = ([a = 0, b = 0, c = 0, d = 0, e = 0]) =>
      1 / (1 + Math.exp(-(4 * a * b - 3 * c + (d > 0.5 ? 2 * e : -c * a))));
    const exact = exactValues(model, row, background);
    const { contributions, standardErrors } = explain(model, row, background, players(5));
    for (const [input, value] of exact.entries()) {
      const error = standardErrors[input] ?? Number.NaN;
      expect(error).toBeGreaterThan(0);
      expect(error).toBeLessThan(0.01);
      expect(Math.abs((contributions[input] ?? 0) - value)).toBeLessThan(4 * error);
    }
  });

  it('attribute - when few walks were sampled - then baseline and shares still add up to the score', () => {
    const model: Model = ([a = 0, b = 0, c = 0, d = 0, e = 0]) => Math.max(a * b, c) - d ** 3 * e;
    for (const rows of [2, 7]) {
      const { baseline, contributions } = explain(model, row, background.slice(0, 5 * rows), players(5));
      expect(baseline + sum(contributions)).toBeCloseTo(model(row), 12);
    }
  });

  it('attribute - when the model does not look at a feature - then it has no share and no error', () => {
    const { contributions, standardErrors } = explain(([a = 0]) => a, row, background, players(5));
    expect(contributions[3]).toBe(0);
    expect(standardErrors[3]).toBe(0);
  });

  it('attribute - when inputs belong to one feature - then they move together', () => {
    const isOneHot = ([a = 0, b = 0]: Float32Array): number => (a + b === 1 ? 0 : 1e9);
    const grouped: Player[] = [
      { name: 'category', inputs: [0, 1] },
      { name: 'amount', inputs: [2] },
    ];
    const { contributions } = explain(
      isOneHot,
      Float32Array.from([1, 0, 5]),
      Float32Array.from([0, 1, 2, 0, 1, 3]),
      grouped,
    );
    expect([...contributions]).toEqual([0, 0]);
  });

  it('ShapleySampling - when there is no whole row to compare with - then it throws', () => {
    expect(() => new ShapleySampling(players(5), new Float32Array(0), 5)).toThrow(RangeError);
    expect(() => new ShapleySampling(players(5), new Float32Array(7), 5)).toThrow(RangeError);
  });
});

describe.each(['1', '2'])('version %s of the committed model', (version) => {
  it('attribute - when 64 rows stand for the reference - then shares are those of 2,000, within 0.02 of probability', async () => {
    const folder = `${MODELS}/fraud-detection/${version}`;
    const session = await openSession(await readFile(`${folder}/model.onnx`), {
      threads: 1,
      execution: 'inline',
      inlineBudgetSeconds: 1,
      batchRows: 32,
    });
    const score = async (rows: Float32Array): Promise<Float32Array> => {
      const shape = [rows.length / FEATURE_COUNT, FEATURE_COUNT];
      const { outputs } = await session.run([{ name: 'input', datatype: 'FP32', shape, data: rows }]);
      return outputs[0]?.data as Float32Array;
    };
    const profile = await readReferenceProfile(`${folder}/reference-profile.json`);
    const all = backgroundRows(profile, Number.POSITIVE_INFINITY);
    expect(all.length).toBe(2000 * FEATURE_COUNT);
    const few = backgroundRows(profile, 64);
    // In the order of their scores: an ordinary one, and two that stand out.
    for (const index of [1000, 1900, 1990]) {
      const row = all.slice(index * FEATURE_COUNT, (index + 1) * FEATURE_COUNT);
      const [shares, truth] = await Promise.all(
        [few, all].map(async (background) => {
          const sampling = new ShapleySampling(PLAYERS, background, FEATURE_COUNT);
          return sampling.attribute(await score(sampling.coalitionRows(row)), await score(background));
        }),
      );
      for (const [player, share] of (shares as Attribution).contributions.entries()) {
        expect(Math.abs(share - ((truth as Attribution).contributions[player] ?? 0))).toBeLessThan(0.02);
      }
      const { baseline, contributions } = shares as Attribution;
      expect(baseline + sum(contributions)).toBeCloseTo((await score(row))[0] ?? Number.NaN, 6);
    }
    await session.close();
  });
});
