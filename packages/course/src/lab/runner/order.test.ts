import { describe, expect, test } from 'vitest';
import { inOrder, withNeeds } from './order.ts';

const task = (id: string, ...needs: string[]) => ({ id, needs });
const ids = (tasks: readonly { id: string }[]): string => tasks.map(({ id }) => id).join(' ');

describe('inOrder', () => {
  test('when a task needs a later one - then it comes behind it, and the others stay', () => {
    expect(ids(inOrder([task('a', 'c'), task('b'), task('c')]))).toBe('c a b');
  });

  test('when tasks need each other, or what is not there - then it says which', () => {
    expect(() => inOrder([task('a', 'b'), task('b', 'a')])).toThrow('a → b → a');
    expect(() => inOrder([task('a', 'x')])).toThrow('a needs x');
  });
});

describe('withNeeds', () => {
  test('when a task is asked for - then with all that it needs, and nothing else', () => {
    const tasks = [task('a'), task('b', 'a'), task('c', 'b'), task('d', 'a')];
    expect(ids(withNeeds(tasks, 'c'))).toBe('a b c');
  });
});
