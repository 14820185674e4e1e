import { describe, expect, test } from 'vitest';
import { parseDuration } from './durations.ts';
import { DRILL, forInTiming, inTiming, PRODUCTION, rangeInTiming, TIMINGS } from './timing.ts';

describe('timing', () => {
  test.each([
    ['rate(x[5m])', 'rate(x[5s])'],
    ['rate(x[1m])', 'rate(x[5s])'],
    ['rate(x[30m]) > 0.5', 'rate(x[30s]) > 0.5'],
    ['x offset 1h', 'x offset 1m'],
    ['x offset -1h', 'x offset -1m'],
    ['x offset 30s', 'x offset 500ms'],
    ['predict_linear(x[1h], 4h) < 0', 'predict_linear(x[1m], 4m) < 0'],
    ['time() - changed > 1h', 'time() - changed > 1m'],
    ['avg_over_time(rate(x[5m])[1h:1m])', 'avg_over_time(rate(x[5s])[1m:1s])'],
    ['max_over_time(x[1h:10s])', 'max_over_time(x[1m:1s])'],
    ['max_over_time(x[1h:])', 'max_over_time(x[1m:])'],
    ['max_over_time(x[1h:5m] offset 1d)', 'max_over_time(x[1m:5s] offset 24m)'],
    ['x[1h30m]', 'x[1m30s]'],
    ['x[ 5m ]', 'x[ 5s ]'],
    ['(5m)+5m', '(5s)+5s'],
    ['x[0s]', 'x[0s]'],
  ])('drill - when it runs %s - then it is %s', (written, runs) => {
    expect(inTiming(written, DRILL)).toBe(runs);
  });

  test.each([
    'slo:sli_error:ratio_rate5m > 0.0144',
    'job:rate5m{window="5m"}',
    `x{a='5m',b=\`1h\`,c="\\"5m"}`,
    'x > 5 and y > 1e5 or z > 0x5 unless w > .5',
    'x > 1e-5 # wait 5m',
    'x @ 1609746000',
    'sum by (window_5m) (x)',
    'service.name_5m',
  ])('drill - when %s holds no duration of its own - then it stays', (expression) => {
    expect(inTiming(expression, DRILL)).toBe(expression);
  });

  test('drill - when LogQL has strings with durations - then only its ranges change', () => {
    expect(
      inTiming('sum(count_over_time({job="x"} |= `took 5m` | json | label_5m != "1h" [10m])) > 5', DRILL),
    ).toBe('sum(count_over_time({job="x"} |= `took 5m` | json | label_5m != "1h" [10s])) > 5');
  });

  test('drill - when a comment ends with its line - then durations after it count again', () => {
    expect(inTiming('a[5m] # 5m\n+ b[10m]', DRILL)).toBe('a[5s] # 5m\n+ b[10s]');
  });

  test('production - when it runs an expression - then it is as written', () => {
    expect(inTiming('rate(x[1w:90s] offset 1y)', PRODUCTION)).toBe('rate(x[1w:90s] offset 1y)');
    expect(forInTiming('90s', PRODUCTION)).toBe('90s');
  });

  test.each([
    ['1h', '1m'],
    ['5m', '5s'],
    ['1m', '1s'],
    ['30s', '1s'],
    ['0s', '0s'],
  ])('drill - when a rule waits for %s - then it waits for %s', (duration, waits) => {
    expect(forInTiming(duration, DRILL)).toBe(waits);
  });

  test('drill - when a range is given by itself - then it falls no lower than in an expression', () => {
    expect(rangeInTiming('1m', DRILL)).toBe('5s');
    expect(rangeInTiming('30d', DRILL)).toBe('12h');
  });

  test('every timing - when its shortest range is read - then it holds four scrapes or is not shortened at all', () => {
    for (const { minimumRange, scrapeInterval, divisor } of TIMINGS) {
      expect(divisor === 1 || parseDuration(minimumRange) >= 4 * parseDuration(scrapeInterval)).toBe(true);
    }
  });

  test('inTiming - when a duration cannot be read - then it says so', () => {
    expect(() => inTiming('x[5m1h]', DRILL)).toThrow(/5m1h/);
  });
});
