import { describe, expect, it } from 'vitest';
import expected from '../../test/expectations/quality/quality.json' with { type: 'json' };
import { drawRows } from '../../test/expectations/quality/rows.ts';
import { accuracy, applyIsotonic, confusionAt, estimateQuality, fitIsotonic, rocAuc } from './index.ts';

describe('estimateQuality', () => {
  it.each(expected.without_labels)(
    'estimateQuality - when rows $seed have no labels - then it is what NannyML estimates',
    (wanted) => {
      const { scores } = drawRows(wanted);
      const estimate = estimateQuality(
        scores.map((score) => score ** 2),
        Array.from(scores, (score) => score >= 0.6),
        scores,
      );
      for (const metric of ['accuracy', 'precision', 'recall', 'f1'] as const) {
        expect(estimate[metric]).toBeCloseTo(wanted[metric], 12);
      }
      // NannyML rounds the cumulated outcomes to five digits.
      expect(estimate.rocAuc).toBeCloseTo(wanted.roc_auc, 6);
    },
  );

  it('estimateQuality - when the inputs drift and the calibration holds - then the labels agree within three errors', () => {
    const reference = drawRows({ seed: 21, rows: 20_000, digits: 9 });
    const calibration = fitIsotonic(reference.scores, reference.labels);
    const drawn = drawRows({ seed: 22, rows: 20_000, digits: 9 });
    const easy = Array.from(drawn.scores).flatMap((score, row) => (score < 0.4 || score > 0.8 ? [row] : []));
    for (const rows of [drawn.scores.map((_, row) => row), easy]) {
      const scores = Float64Array.from(rows, (row) => drawn.scores[row] ?? 0);
      const labels = Uint8Array.from(rows, (row) => drawn.labels[row] ?? 0);
      const estimate = estimateQuality(
        scores.map((score) => applyIsotonic(calibration, score)),
        Array.from(scores, (score) => score >= 0.7),
        scores,
      );
      const realised = accuracy(confusionAt(scores, labels, 0.7));
      expect(Math.abs(estimate.accuracy - realised)).toBeLessThan(3 * estimate.accuracyStandardError + 0.005);
      expect(Math.abs(estimate.rocAuc - rocAuc(scores, labels))).toBeLessThan(0.015);
    }
  });
});
