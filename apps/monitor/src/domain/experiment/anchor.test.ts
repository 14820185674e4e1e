import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../adapters/window-store.ts';
import { anchorOf } from './anchor.ts';

type Answer = readonly [at: number, version: string, role: Outcome['role']];

/** Written oldest first, read newest first. */
const outcomes = (...answers: readonly Answer[]): Outcome[] =>
  answers
    .map(([predictedAt, modelVersion, role]) => ({
      modelVersion,
      role,
      predictedAt,
      latencyMs: 4,
      score: 0.1,
      decision: 'approve' as const,
      isFraud: null,
    }))
    .reverse();
const champion = (at: number, version = '1'): Answer => [at, version, 'champion'];
const canary = (at: number): Answer => [at, '2', 'canary'];
const champions = (from: number, count: number): Answer[] =>
  Array.from({ length: count }, (_, index) => champion(from + index));

const SILENCE = 1000;
const find = (known: number | undefined, ...answers: readonly Answer[]) =>
  anchorOf(outcomes(...answers), '1', { version: '2', role: 'canary' }, SILENCE, known);

describe('anchorOf', () => {
  test('when the challenger has begun to answer - then the experiment begins with its first answer', () => {
    expect(find(undefined, champion(1), canary(5), champion(6), canary(9))).toEqual({
      beganAt: 5,
      answeredAt: 9,
    });
  });

  test('when the challenger has answered in another role - then those answers are of no experiment', () => {
    expect(find(undefined, [3, '2', 'shadow'], champion(4), canary(7))).toEqual({
      beganAt: 7,
      answeredAt: 7,
    });
    expect(find(undefined, [3, '2', 'shadow'], champion(4))).toBeUndefined();
  });

  test('when an experiment is known - then it goes on, and older rows are not looked at again', () => {
    expect(find(5, canary(2), champion(3), canary(5), champion(6), canary(9))).toEqual({
      beganAt: undefined,
      answeredAt: 9,
    });
    expect(find(9, canary(5), champion(10))).toEqual({ beganAt: undefined, answeredAt: 9 });
  });

  test('when another champion answered since - then it begins anew', () => {
    expect(find(5, canary(5), champion(6, '3'), champion(7), canary(9))).toEqual({
      beganAt: 9,
      answeredAt: 9,
    });
  });

  test('when the challenger was taken off the route and put back - then it begins anew', () => {
    expect(find(5, canary(5), ...champions(6, 150), canary(2000), canary(2001))).toEqual({
      beganAt: 2000,
      answeredAt: 2001,
    });
  });

  test.each([
    ['nobody else was asked either', [...champions(6, 20), canary(2000)]],
    ['it was not for long', [...champions(6, 150), canary(500)]],
  ])('when the challenger was silent, but %s - then it goes on', (_why, answers) => {
    expect(find(5, canary(5), ...answers)?.beganAt).toBeUndefined();
  });
});
