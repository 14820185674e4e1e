import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from './durations.ts';

describe('durations', () => {
  test.each([
    ['0', 0],
    ['0s', 0],
    ['1ms', 1],
    ['250ms', 250],
    ['5s', 5000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['1d', 86_400_000],
    ['1w', 604_800_000],
    ['30d', 2_592_000_000],
    ['1y2w3d4h5m6s7ms', 31_536_000_000 + 2 * 604_800_000 + 3 * 86_400_000 + 14_706_007],
  ])('parse - when it reads %s - then it gives %i ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  test.each(['', '5', '1.5h', '-5m', '5 m', '5m1h', '5m5m', 'm', '5min', '9999999999y'])(
    'parse - when it reads "%s" - then it refuses',
    (text) => {
      expect(() => parseDuration(text)).toThrow(RangeError);
    },
  );

  test.each([
    [0, '0s'],
    [1, '1ms'],
    [1500, '1s500ms'],
    [5_400_000, '1h30m'],
    [604_800_000, '7d'],
    [2_592_000_000, '30d'],
  ])('format - when it writes %i ms - then it says %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'format - when it is given %d - then it refuses',
    (milliseconds) => {
      expect(() => formatDuration(milliseconds)).toThrow(RangeError);
    },
  );

  test('format - when a spelling is read again - then nothing was lost', () => {
    for (let milliseconds = 1; milliseconds < 1e12; milliseconds = milliseconds * 3 + 1) {
      expect(parseDuration(formatDuration(milliseconds))).toBe(milliseconds);
    }
  });
});
