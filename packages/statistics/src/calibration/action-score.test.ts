import { describe, expect, it } from 'vitest';
import { actionScore } from './action-score.ts';

const levels = { warningThreshold: 0.1, threshold: 0.3 };

describe('actionScore', () => {
  it.each([
    [0, 0],
    [0.05, 0.25],
    [0.1, 0.5],
    [0.2, 0.6],
    [0.3, 0.7],
    [0.6, 0.85],
    [1.2, 0.925],
  ])('actionScore - when the raw score is %f - then it is %f', (score, mapped) => {
    expect(actionScore(score, levels)).toBeCloseTo(mapped, 12);
  });

  it('actionScore - when the raw score rises - then it rises, below 1', () => {
    const mapped = Array.from({ length: 2000 }, (_, step) => actionScore(step / 1000, levels));
    for (const [step, value] of mapped.entries()) {
      expect(value).toBeGreaterThan(step === 0 ? -1 : (mapped[step - 1] ?? 1));
      expect(value).toBeLessThan(1);
    }
  });

  it('actionScore - when warning and drift threshold are one - then it steps to 0.7 there', () => {
    expect(actionScore(0.3, { warningThreshold: 0.3, threshold: 0.3 })).toBe(0.7);
    expect(actionScore(0.15, { warningThreshold: 0.3, threshold: 0.3 })).toBe(0.25);
  });
});
