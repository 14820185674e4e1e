import { expect, it } from 'vitest';
import { RetryBudget } from './retry-budget.ts';

const takeAll = (budget: RetryBudget): number => {
  let taken = 0;
  while (budget.takeRetry()) taken += 1;
  return taken;
};

it('RetryBudget - when everything fails - then retries are its capacity and a tenth of the attempts', () => {
  const budget = new RetryBudget(0.1, 10);
  let retries = 0;
  for (let attempt = 0; attempt < 1000; attempt++) {
    budget.recordAttempt();
    if (budget.takeRetry()) retries += 1;
  }
  expect(retries).toBeGreaterThanOrEqual(105);
  expect(retries).toBeLessThanOrEqual(110);
});

it('RetryBudget - when it rested for long - then no more than its capacity was saved', () => {
  const budget = new RetryBudget(0.1, 3);
  for (let attempt = 0; attempt < 1000; attempt++) budget.recordAttempt();
  expect(takeAll(budget)).toBe(3);
});

it('RetryBudget - when it is spent - then one more retry must be earned by attempts', () => {
  const budget = new RetryBudget(0.125, 1);
  takeAll(budget);
  for (let attempt = 0; attempt < 7; attempt++) budget.recordAttempt();
  expect(budget.takeRetry()).toBe(false);
  budget.recordAttempt();
  expect(budget.takeRetry()).toBe(true);
});
