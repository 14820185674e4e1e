import { beforeEach, describe, expect, test } from 'vitest';
import { CardinalityGuard } from './cardinality-guard.ts';

let refusals = 0;
const guardOf = (labels: Record<string, readonly string[] | number>) =>
  new CardinalityGuard(labels, () => {
    refusals += 1;
  });
beforeEach(() => {
  refusals = 0;
});

describe('an enumerated label', () => {
  test('guard - when a value is in the list - then it is admitted', () => {
    expect(guardOf({ status: ['success', 'error'] }).admit('status', 'error')).toBe('error');
    expect(refusals).toBe(0);
  });

  test('guard - when a value is not in the list - then it becomes "other" and is counted', () => {
    const guard = guardOf({ status: ['success', 'error'] });
    expect(guard.admit('status', 'Error')).toBe('other');
    expect(guard.admit('status', '')).toBe('other');
    expect(refusals).toBe(2);
  });

  test('guard - when a listed value is forgotten - then it stays listed', () => {
    const bound = ['success', 'error'];
    const guard = guardOf({ status: bound });
    guard.forget('status', 'error', bound);
    expect(guard.admit('status', 'error')).toBe('error');
  });
});

describe('a limited label', () => {
  test('guard - when the limit is reached - then known values pass and new ones become "other"', () => {
    const guard = guardOf({ model: 2 });
    expect(['a', 'b', 'a', 'c', 'b', 'd'].map((value) => guard.admit('model', value))).toEqual([
      'a',
      'b',
      'a',
      'other',
      'b',
      'other',
    ]);
    expect(refusals).toBe(2);
  });

  test('guard - when the value is "other" itself - then it takes no room and is no refusal', () => {
    const guard = guardOf({ model: 1 });
    expect(guard.admit('model', 'other')).toBe('other');
    expect(guard.admit('model', 'a')).toBe('a');
    expect(refusals).toBe(0);
  });

  test('guard - when a value is forgotten - then its room is free for exactly one more', () => {
    const guard = guardOf({ model: 1 });
    guard.admit('model', 'a');
    guard.forget('model', 'a', 1);
    guard.forget('model', 'a', 1);
    guard.forget('model', 'never seen', 1);
    expect([guard.admit('model', 'b'), guard.admit('model', 'c')]).toEqual(['b', 'other']);
  });

  test('guard - when models are reloaded for months - then the limit holds and never runs out', () => {
    const guard = guardOf({ version: 3 });
    for (let version = 0; version < 10_000; version++) {
      expect(guard.admit('version', `${version}`)).toBe(`${version}`);
      if (version >= 2) guard.forget('version', `${version - 2}`, 3);
    }
    expect(refusals).toBe(0);
  });
});

test('guard - when the metric has no such label - then that is an error of the code', () => {
  expect(() => guardOf({ model: 1 }).admit('user_id', 'u')).toThrow('the metric has no label user_id');
});
