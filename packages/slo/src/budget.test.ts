import { describe, expect, test } from 'vitest';
import { errorBudget } from './budget.ts';

const DAY = 86_400_000;
const facts = { objective: 0.999, periodMs: 30 * DAY, periodErrorRatio: 0.00025, recentErrorRatio: 0.0144 };

describe('error budget', () => {
  test('a quarter spent - when it burns 14.4 times too fast - then the rest lasts 37.5 hours', () => {
    const budget = errorBudget(facts);
    expect(budget.spent).toBeCloseTo(0.25, 10);
    expect(budget.remaining).toBeCloseTo(0.75, 10);
    expect(budget.burnRate).toBeCloseTo(14.4, 10);
    expect(budget.exhaustionMs).toBeCloseTo(37.5 * 3_600_000, 0);
  });

  test('a full budget - when it burns at exactly its pace - then it lasts one period', () => {
    const { exhaustionMs } = errorBudget({ ...facts, periodErrorRatio: 0, recentErrorRatio: 0.001 });
    expect(exhaustionMs).toBeCloseTo(30 * DAY, 0);
  });

  test('nothing burns - when errors have stopped - then it lasts for ever', () => {
    expect(errorBudget({ ...facts, recentErrorRatio: 0 }).exhaustionMs).toBe(Number.POSITIVE_INFINITY);
  });

  test('overspent - when more failed than may - then remaining is negative and it is gone now', () => {
    const budget = errorBudget({ ...facts, periodErrorRatio: 0.002 });
    expect(budget.remaining).toBeCloseTo(-1, 10);
    expect(budget.exhaustionMs).toBe(0);
  });

  test('no data - when nothing was counted - then nothing is claimed', () => {
    expect(errorBudget({ ...facts, periodErrorRatio: undefined })).toMatchObject({
      spent: undefined,
      remaining: undefined,
      exhaustionMs: undefined,
    });
    expect(errorBudget({ ...facts, recentErrorRatio: undefined })).toMatchObject({
      burnRate: undefined,
      exhaustionMs: undefined,
    });
  });

  test.each([0, 1, Number.NaN])('objective %d - when it leaves no budget - then it refuses', (objective) => {
    expect(() => errorBudget({ ...facts, objective })).toThrow(RangeError);
  });
});
