import { describe, expect, it } from 'vitest';
import expected from '../../test/expectations/quality/isotonic.json' with { type: 'json' };
import { drawRows } from '../../test/expectations/quality/rows.ts';
import { applyIsotonic, brierScore, fitIsotonic, probabilityOf, recalibrate } from './index.ts';
import { brierOfHalves } from './recalibrate.ts';

const LEAST = { leastLabels: 200, leastOfEachKind: 20 };

describe.each(expected)('isotonic regression of rows $seed', (wanted) => {
  const { scores, labels: drawn } = drawRows(wanted);
  const labels = wanted.reverse ? drawn.map((label) => 1 - label) : drawn;

  it('fitIsotonic - when scipy fits the same rows - then it says the same at every distinct score', () => {
    const calibration = fitIsotonic(scores, labels);
    expect(wanted.knots).toEqual([...new Set(scores)].sort((a, b) => a - b));
    for (const [index, knot] of wanted.knots.entries()) {
      expect(applyIsotonic(calibration, knot)).toBeCloseTo(wanted.fitted[index] ?? Number.NaN, 12);
    }
  });

  it('brierOfHalves - when scipy fits each half - then the errors on the other half are the same', () => {
    expect(brierScore(scores, labels)).toBeCloseTo(wanted.brier_of_scores, 12);
    expect(brierOfHalves(scores, labels)).toBeCloseTo(wanted.brier_of_halves, 12);
  });
});

describe('recalibrate', () => {
  // Labels are a yes with the square of the score: the scores are far too high.
  const skewed = drawRows({ seed: 41, rows: 4000, digits: 9 });

  it('recalibrate - when scores are too high - then later rows are told their true probabilities', () => {
    const recalibration = recalibrate(skewed.scores, skewed.labels);
    expect(recalibration).toMatchObject({ state: 'calibrated', labels: 4000 });
    const later = drawRows({ seed: 42, rows: 4000, digits: 9 });
    const mean = (values: ArrayLike<number>): number =>
      Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
    const probabilities = later.scores.map((score) => probabilityOf(recalibration, score));
    // Rates of 4,000 rows: a standard error of 0.0075. The scores themselves are off by 1/2 - 1/3.
    expect(Math.abs(mean(probabilities) - mean(later.labels))).toBeLessThan(0.03);
    expect(mean(later.scores) - mean(later.labels)).toBeGreaterThan(0.13);
    for (const score of [0.2, 0.5, 0.8]) {
      expect(Math.abs(probabilityOf(recalibration, score) - score ** 2)).toBeLessThan(0.08);
    }
  });

  it('recalibrate - when scores are probabilities already - then they stand for themselves', () => {
    const probabilities = skewed.scores.map((score) => score ** 2);
    const recalibration = recalibrate(probabilities, skewed.labels);
    expect(recalibration).toEqual({ state: 'scores_suffice', labels: 4000, map: undefined });
    expect(probabilityOf(recalibration, 0.37)).toBe(0.37);
  });

  it.each([
    ['there are none', 0, {}],
    ['there are fewer than asked for', 199, {}],
    ['all are of one kind', 400, { positives: 0 }],
    ['all but a few are of one kind', 400, { positives: 19 }],
  ])(
    'recalibrate - when of the labels %s - then they are too few, and scores stand for themselves',
    (_what, rows, { positives }: { positives?: number }) => {
      const scores = skewed.scores.slice(0, rows);
      const labels =
        positives === undefined
          ? skewed.labels.slice(0, rows)
          : scores.map((_, row) => (row < positives ? 1 : 0));
      const recalibration = recalibrate(scores, labels, LEAST);
      expect(recalibration).toEqual({ state: 'too_few_labels', labels: rows, map: undefined });
      expect(probabilityOf(recalibration, 0.9)).toBe(0.9);
    },
  );

  it('recalibrate - when scores and labels are not as many - then it throws', () => {
    expect(() => recalibrate(skewed.scores.slice(1), skewed.labels)).toThrow(
      expect.objectContaining({ code: 'LENGTH_MISMATCH' }),
    );
  });
});
