import { describe, expect, it } from 'vitest';
import { hypergeometricProbability } from '../special/binomial.ts';
import { calibrateCategories } from './feature-calibration.ts';
import { judgeRun } from './judge-run.ts';

const constant = calibrateCategories(new Map([['web', 300]]));
const windowWith = (others: number, size: number) =>
  Array.from({ length: size }, (_, row) => (row < others ? `other ${row % 3}` : 'web'));
const judged = (others: number, size: number, alpha = 0.01) =>
  judgeRun(new Map([['channel', constant.score(windowWith(others, size))]]), { alpha }).get('channel');

describe('a reference of one category', () => {
  it.each([1, 2, 5, 40])(
    'p value - when %i rows of 40 are others - then it is that of the exact test of Fisher',
    (others) => {
      const { calibration, score, n } = constant.score(windowWith(others, 40));
      const noneInReference = hypergeometricProbability(others, 40, 300, others);
      expect(calibration.at(n).pValue(score)).toBeCloseTo(noneInReference, 12);
    },
  );

  it('verdict - when nothing changes, one row does, or half of them - then it is ok, ok and drift', () => {
    expect(judged(0, 100)).toMatchObject({ state: 'ok', pValue: 1, score: 0 });
    expect(judged(1, 100)).toMatchObject({ state: 'ok', pValue: expect.closeTo(0.25, 12) });
    expect(judged(50, 100)).toMatchObject({ state: 'drift' });
  });

  it('threshold - when a window just reaches it - then it is drift, and with one row less it is not', () => {
    const fewest = Array.from({ length: 101 }, (_, others) => others).find(
      (others) => judged(others, 100)?.state === 'drift',
    ) as number;
    // 0.25^3 is above 0.01, 0.25^4 below, and draws without replacement are rarer still.
    expect(fewest).toBe(4);
    expect(judged(fewest - 1, 100)).toMatchObject({ state: 'warning' });
  });

  it('a window - when even other rows alone are no proof - then it says how many rows are needed', () => {
    expect(judged(1, 1, 0.003)).toEqual({ state: 'insufficient_data', n: 1, needed: 2 });
    expect(judged(2, 2, 0.003)).toMatchObject({ state: 'drift' });
  });

  it('a known category without a row - when the window has it - then it is another one', () => {
    const noneMissing = calibrateCategories(
      new Map<number, number>([
        [0, 300],
        [1, 0],
      ]),
    );
    const { calibration, score, n } = noneMissing.score(new Float64Array(40).fill(1, 35));
    const same = constant.score(windowWith(5, 40));
    expect(calibration.at(n).pValue(score)).toBe(same.calibration.at(40).pValue(same.score));
  });
});
