import { describe, expect, test } from 'vitest';
import { abbreviation, posixRule } from './time-zone.ts';

const HOUR = 3600;

describe('abbreviation', () => {
  test.each([
    ['CET-1CEST,M3.5.0,M10.5.0/3', HOUR, 'CET'],
    ['CET-1CEST,M3.5.0,M10.5.0/3', 2 * HOUR, 'CEST'],
    ['EST5EDT,M3.2.0,M11.1.0', -5 * HOUR, 'EST'],
    ['EST5EDT,M3.2.0,M11.1.0', -4 * HOUR, 'EDT'],
    ['IST-5:30', 5.5 * HOUR, 'IST'],
    ['<+0330>-3:30', 3.5 * HOUR, '+0330'],
    ['UTC0', 0, 'UTC'],
    [undefined, 0, 'UTC'],
    ['', 0, 'UTC'],
  ])(
    'when the rule is %s and the clock is %i seconds east - then the zone is %s',
    (rule, offset, expected) => {
      expect(abbreviation(rule, offset)).toBe(expected);
    },
  );
});

describe('posixRule', () => {
  test('when a zone file ends with its rule - then that is the rule', () => {
    expect(posixRule(Buffer.from('TZif2\0\0\nCET-1CEST,M3.5.0,M10.5.0/3\n', 'latin1'))).toBe(
      'CET-1CEST,M3.5.0,M10.5.0/3',
    );
  });
});
