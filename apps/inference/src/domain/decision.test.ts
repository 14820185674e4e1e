import { expect, it } from 'vitest';
import { decide } from './decision.ts';

it.each([
  [0, 'approve'],
  [0.0999, 'approve'],
  [0.1, 'review'],
  [0.3999, 'review'],
  [0.4, 'decline'],
  [1, 'decline'],
] as const)('decide - when the probability is %d - then %s', (probability, decision) => {
  expect(decide(probability, { review: 0.1, decline: 0.4 })).toBe(decision);
});

it('decide - when both thresholds are one - then nothing is reviewed', () => {
  expect([0.49, 0.5].map((probability) => decide(probability, { review: 0.5, decline: 0.5 }))).toEqual([
    'approve',
    'decline',
  ]);
});

it('decide - when the model came without thresholds - then only clear cases are touched', () => {
  expect([0.49, 0.5, 0.9].map((probability) => decide(probability))).toEqual([
    'approve',
    'review',
    'decline',
  ]);
});
