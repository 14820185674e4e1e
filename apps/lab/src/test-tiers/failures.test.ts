import { describe, expect, test } from 'vitest';
import { failuresIn } from './failures.ts';

const lines = (count: number, text: string): string =>
  Array.from({ length: count }, (_, index) => `${text} ${index}`).join('\n');

describe('failuresIn', () => {
  test('when a test failed in the middle - then it is told with what was expected, without colours', () => {
    const output = `${lines(50, 'passed')}\n\u001B[31m FAIL \u001B[39m a.test.ts > adds\nAssertionError: expected 3 to be 2\n${lines(50, 'passed')}`;
    const told = failuresIn(output);
    expect(told.slice(0, 2)).toEqual([' FAIL  a.test.ts > adds', 'AssertionError: expected 3 to be 2']);
    expect(told).toHaveLength(16);
  });

  test('when turbo runs the tests - then the name of the workspace before the line does not hide it', () => {
    expect(failuresIn('@lab/slo:test:  FAIL  a.test.ts > adds')).toEqual([
      '@lab/slo:test:  FAIL  a.test.ts > adds',
    ]);
  });

  test('when a failure follows soon after another - then no line is told twice', () => {
    expect(failuresIn(' FAIL  a\nwrong\n FAIL  b\nwrong')).toEqual([
      ' FAIL  a',
      'wrong',
      ' FAIL  b',
      'wrong',
    ]);
  });

  test('when hundreds failed - then the first are told, and how many more', () => {
    const told = failuresIn(lines(100, ' FAIL  test'));
    expect(told).toHaveLength(6);
    expect(told.at(-1)).toBe('and 95 more');
  });

  test('when a command failed without a test - then its last lines are told', () => {
    expect(failuresIn(`${lines(50, 'checked')}\nerror TS2322\n`).slice(-2)).toEqual([
      'checked 49',
      'error TS2322',
    ]);
  });
});
