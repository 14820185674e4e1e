import { describe, expect, it } from 'vitest';
import expected from '../../test/expectations/quality/quality.json' with { type: 'json' };
import { drawRows } from '../../test/expectations/quality/rows.ts';
import {
  accuracy,
  applyIsotonic,
  applyPlatt,
  averagePrecision,
  brierScore,
  confusionAt,
  confusionOf,
  expectedCalibrationError,
  f1,
  fitIsotonic,
  fitPlatt,
  logLoss,
  precision,
  recall,
  rocAuc,
  rocAucInterval,
  twoProportionPower,
  twoProportionRows,
  wilsonInterval,
} from './index.ts';
import { normalQuantile } from './normal-quantile.ts';

describe.each(expected.classification)('quality of rows $seed', (wanted) => {
  const { scores, labels } = drawRows(wanted);

  it('metrics of answers - when rows are those of scikit-learn - then they agree', () => {
    const confusion = confusionAt(scores, labels, 0.5);
    expect(accuracy(confusion)).toBeCloseTo(wanted.accuracy, 12);
    expect(precision(confusion)).toBeCloseTo(wanted.precision, 12);
    expect(recall(confusion)).toBeCloseTo(wanted.recall, 12);
    expect(f1(confusion)).toBeCloseTo(wanted.f1, 12);
  });

  it('metrics of ranks - when rows are those of scikit-learn - then they agree, ties included', () => {
    expect(rocAuc(scores, labels)).toBeCloseTo(wanted.roc_auc, 12);
    expect(averagePrecision(scores, labels)).toBeCloseTo(wanted.average_precision, 12);
  });

  it('metrics of probabilities - when rows are those of scikit-learn - then they agree', () => {
    expect(logLoss(scores, labels)).toBeCloseTo(wanted.log_loss, 12);
    expect(brierScore(scores, labels)).toBeCloseTo(wanted.brier, 12);
    expect(expectedCalibrationError(scores, labels)).toBeCloseTo(wanted.calibration_error, 12);
  });

  it('rocAucInterval - when DeLong is computed over all pairs - then it is the same by ranks', () => {
    const estimate = rocAucInterval(scores, labels, 0.95);
    expect(estimate.rocAuc).toBeCloseTo(wanted.roc_auc, 12);
    expect(estimate.standardError).toBeCloseTo(wanted.roc_auc_error, 12);
    expect(estimate.lower).toBeCloseTo(wanted.roc_auc - 1.959963984540054 * wanted.roc_auc_error, 12);
    expect(estimate.upper).toBeCloseTo(
      Math.min(1, wanted.roc_auc + 1.959963984540054 * wanted.roc_auc_error),
      12,
    );
  });

  it('fitIsotonic - when scikit-learn fits the same rows - then it predicts the same', () => {
    const calibration = fitIsotonic(scores, labels);
    const predicted = wanted.asked.map((score) => applyIsotonic(calibration, score));
    for (const [index, probability] of predicted.entries()) {
      expect(probability).toBeCloseTo(wanted.isotonic[index] ?? Number.NaN, 9);
    }
  });

  it('fitPlatt - when scikit-learn fits the same rows - then its curve is the same', () => {
    const calibration = fitPlatt(scores, labels);
    const [slope = 0, offset = 0] = wanted.platt;
    for (const score of wanted.asked) {
      // scikit-learn stops at a gradient of 1e-6, hence the fewer digits.
      expect(applyPlatt(calibration, score)).toBeCloseTo(applyPlatt({ slope, offset }, score), 4);
    }
  });
});

describe('rates', () => {
  it.each(expected.wilson)(
    'wilsonInterval - when $successes of $trials succeed - then it is that of statsmodels',
    (wanted) => {
      const interval = wilsonInterval(wanted.successes, wanted.trials, wanted.level);
      expect(interval.lower).toBeCloseTo(wanted.interval[0] ?? Number.NaN, 12);
      expect(interval.upper).toBeCloseTo(wanted.interval[1] ?? Number.NaN, 12);
    },
  );

  it.each(expected.power)(
    'twoProportionPower - when rates are $first and $second - then it is that of statsmodels',
    (wanted) => {
      const { first, second, alpha, ratio } = wanted;
      expect(twoProportionPower({ first, second, alpha, ratio, rows: 700 })).toBeCloseTo(
        wanted.power_of_700,
        10,
      );
      expect(twoProportionRows({ first, second, alpha, ratio, power: 0.8 })).toBe(wanted.rows_for_80);
    },
  );

  it('twoProportionRows - when the rates are equal - then it throws', () => {
    expect(() => twoProportionRows({ first: 0.1, second: 0.1, power: 0.8 })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });

  // scipy 1.17: norm.ppf
  it.each([
    [1e-300, -37.0471],
    [1e-10, -6.361340902404056],
    [0.025, -1.9599639845400545],
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.999999, 4.753424308822899],
  ])('normalQuantile - when the probability is %f - then it is that of scipy', (probability, quantile) => {
    expect(normalQuantile(probability)).toBeCloseTo(quantile, probability < 1e-200 ? 4 : 9);
  });
});

describe('edges', () => {
  it('metrics - when there is nothing to divide by - then they are NaN, not 0', () => {
    const confusion = confusionOf([0, 0], [0, 0]);
    expect(accuracy(confusion)).toBe(1);
    for (const metric of [precision, recall, f1]) expect(metric(confusion)).toBeNaN();
    expect(rocAuc([0.1, 0.2], [1, 1])).toBeNaN();
    expect(averagePrecision([0.1, 0.2], [0, 0])).toBeNaN();
  });

  it.each<[string, () => unknown, string]>([
    ['lengths differ', () => rocAuc([1], [1, 0]), 'LENGTH_MISMATCH'],
    ['there are no rows', () => brierScore([], []), 'EMPTY_SAMPLE'],
    ['a score is missing', () => rocAuc([Number.NaN, 1], [1, 0]), 'MISSING_VALUE'],
    ['a label is 2', () => confusionOf([1], [2]), 'INVALID_OPTION'],
    ['a probability is above 1', () => logLoss([1.1], [1]), 'INVALID_OPTION'],
    ['one label has one row', () => rocAucInterval([1, 2, 3], [1, 0, 0]), 'SAMPLE_TOO_SMALL'],
    ['more succeed than tried', () => wilsonInterval(2, 1), 'INVALID_COUNT'],
  ])('quality - when %s - then it throws', (_, call, code) => {
    expect(call).toThrow(expect.objectContaining({ code }));
  });

  it('logLoss - when a certainty was wrong - then it is large but finite', () => {
    expect(logLoss([0], [1])).toBeCloseTo(36.04, 2);
  });
});
