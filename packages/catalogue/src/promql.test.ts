import { describe, expect, test } from 'vitest';
import { histogram } from './metric.ts';
import {
  bucketRate,
  copyLabel,
  like,
  mean,
  not,
  quantile,
  rate,
  ratio,
  select,
  sumBy,
  unlike,
} from './promql.ts';

const duration = histogram({
  name: 'shop_duration_seconds',
  help: 'Time in the shop.',
  labels: { door: ['north', 'south'], route: 10 },
  buckets: [1, 2],
});

describe('promql', () => {
  test('select - when nothing is matched - then only the name is left', () => {
    expect(select(duration)).toBe('shop_duration_seconds');
  });

  test('select - when matchers of every kind are given - then each has its operator', () => {
    expect(
      select(duration, { door: 'north', route: like('/a|/b'), job: not('x'), service: unlike('y.*') }),
    ).toBe('shop_duration_seconds{door="north",route=~"/a|/b",job!="x",service!~"y.*"}');
  });

  test('select - when a value holds quotes and backslashes - then PromQL reads the same value', () => {
    expect(select(duration, { route: like('/a\\d"') })).toBe('shop_duration_seconds{route=~"/a\\\\d\\""}');
  });

  test('select - when a label does not exist - then it is a type error', () => {
    // @ts-expect-error the definition has no label `window`
    expect(select(duration, { window: 'w' })).toContain('window');
  });

  test('sumBy - when no label is kept - then there is no empty by', () => {
    expect(sumBy([], rate(duration, '1m'))).toBe('sum(rate(shop_duration_seconds[1m]))');
  });

  test('quantile - when labels are kept - then le is kept with them', () => {
    expect(quantile(0.9, duration, ['door'], '5m', { door: 'north' })).toBe(
      'histogram_quantile(0.9, sum by (le, door) (rate(shop_duration_seconds_bucket{door="north"}[5m])))',
    );
    expect(bucketRate(duration, [], '5m')).toBe('sum by (le) (rate(shop_duration_seconds_bucket[5m]))');
  });

  test('ratio - when it is asked without traffic - then the divisor vanishes instead of being zero', () => {
    expect(ratio('a', 'b')).toBe('a\n/\n(b > 0)');
    expect(mean(duration, [], '1m')).toContain('(sum(rate(shop_duration_seconds_count[1m])) > 0)');
  });

  test('copyLabel - when the source is empty - then its pattern does not match', () => {
    expect(copyLabel('x', 'from', 'to')).toBe('label_replace(x, "to", "$1", "from", "(.+)")');
  });
});
