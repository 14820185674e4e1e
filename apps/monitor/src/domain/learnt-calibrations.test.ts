import { Xoshiro128 } from '@lab/model/random';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../adapters/window-store.ts';
import { LearntCalibrations } from './learnt-calibrations.ts';
import { qualityByVersion } from './model-quality.ts';

const random = Xoshiro128.seeded(8);

/** Newest first, one a second, from `newest` back; scores are the square root of the truth where `skewed`. */
function outcomes(
  rows: number,
  newest: number,
  { skewed = true, labelled = true, frauds = 1 } = {},
): Outcome[] {
  return Array.from({ length: rows }, (_, row) => {
    const truth = random.uniform() ** 2;
    const score = skewed ? Math.sqrt(truth) : truth;
    return {
      modelVersion: '1',
      role: 'champion',
      predictedAt: newest - row * 1000,
      latencyMs: 4,
      score,
      decision: score >= 0.6 ? 'decline' : 'approve',
      isFraud: labelled ? random.chance(truth * frauds) : null,
    };
  });
}

const NOW = 1_800_000_000_000;
const WINDOW = 3_600_000;

describe('LearntCalibrations', () => {
  test('when there are labels before the window - then they teach, and the whole window is estimated', () => {
    const calibrations = new LearntCalibrations(60_000);
    const window = outcomes(2000, NOW);
    calibrations.learn('m', window, outcomes(3000, NOW - WINDOW), NOW);
    expect(calibrations.of('m', '1')).toMatchObject({
      state: 'calibrated',
      labels: 3000,
      until: NOW - WINDOW,
    });
    const [quality] = qualityByVersion(window, (version) => calibrations.of('m', version));
    expect(quality?.estimated).toMatchObject({
      predictions: 2000,
      calibration: 'calibrated',
      calibrationLabels: 3000,
    });
    const [raw] = qualityByVersion(window);
    const realised = quality?.realised?.accuracy ?? Number.NaN;
    // 2,000 labels: a standard error of 0.01.
    expect(Math.abs((quality?.estimated.accuracy ?? 0) - realised)).toBeLessThan(0.03);
    expect(Math.abs((raw?.estimated.accuracy ?? 0) - realised)).toBeGreaterThan(0.05);
  });

  test('when what inputs mean has changed since - then the estimate keeps its word, and the labels show the gap', () => {
    const calibrations = new LearntCalibrations(60_000);
    const window = outcomes(2000, NOW, { frauds: 0.2 });
    calibrations.learn('m', window, outcomes(3000, NOW - WINDOW), NOW);
    const [quality] = qualityByVersion(window, (version) => calibrations.of('m', version));
    expect(quality?.estimated.calibration).toBe('calibrated');
    expect(Math.abs((quality?.estimated.accuracy ?? 0) - (quality?.realised?.accuracy ?? 0))).toBeGreaterThan(
      0.1,
    );
  });

  test('when a version is young - then the older half of its window teaches what the newer half is told by', () => {
    const calibrations = new LearntCalibrations(60_000);
    const window = outcomes(3000, NOW);
    calibrations.learn('m', window, [], NOW);
    expect(calibrations.of('m', '1')).toMatchObject({
      state: 'calibrated',
      until: window[1500]?.predictedAt,
    });
    const [quality] = qualityByVersion(window, (version) => calibrations.of('m', version));
    expect(quality?.predictions).toBe(3000);
    expect(quality?.estimated.predictions).toBe(1500);
  });

  test('when labels are missing - then raw scores speak for every prediction, and say that they are raw', () => {
    const calibrations = new LearntCalibrations(60_000);
    const window = outcomes(3000, NOW, { labelled: false });
    calibrations.learn('m', window, [], NOW);
    const [quality] = qualityByVersion(window, (version) => calibrations.of('m', version));
    expect(quality?.estimated).toMatchObject({ predictions: 3000, calibration: 'too_few_labels' });
  });

  test('when scores are right already - then they are left alone', () => {
    const calibrations = new LearntCalibrations(60_000);
    const window = outcomes(2000, NOW, { skewed: false });
    calibrations.learn('m', window, outcomes(3000, NOW - WINDOW, { skewed: false }), NOW);
    expect(calibrations.of('m', '1')?.state).toBe('scores_suffice');
  });

  test('when it has learnt - then it is due again after its time, for each model', () => {
    const calibrations = new LearntCalibrations(60_000);
    expect(calibrations.isDue('m', NOW)).toBe(true);
    calibrations.learn('m', [], [], NOW);
    expect(calibrations.isDue('m', NOW + 59_999)).toBe(false);
    expect(calibrations.isDue('m', NOW + 60_000)).toBe(true);
    expect(calibrations.isDue('other', NOW)).toBe(true);
  });
});
