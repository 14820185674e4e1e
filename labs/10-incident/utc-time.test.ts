import { expect, test } from 'vitest';
import { utcTime } from './utc-time.ts';

const at = (text: string): number => Date.parse(text) / 1000;
const NOON = at('2026-03-01T12:00:00Z');

test.for([
  ['2026-03-01T14:05:30Z', '2026-03-01T14:05:30Z'],
  ['2026-03-01T14:05:30.250Z', '2026-03-01T14:05:30.250Z'],
  ['2026-03-01 14:05', '2026-03-01T14:05:00Z'],
  [' 2026-03-01 14:05 UTC ', '2026-03-01T14:05:00Z'],
  ['2026-03-01T15:05+01:00', '2026-03-01T14:05:00Z'],
  ['14:05', '2026-03-01T14:05:00Z'],
  ['14:05:30Z', '2026-03-01T14:05:30Z'],
  ['14:05 UTC', '2026-03-01T14:05:00Z'],
] as const)('a time - when it is written as %s - then it is %s', ([text, meant]) => {
  expect(utcTime(text, NOON)).toBe(at(meant));
});

test('a time without a date - when midnight lies between - then it is of the nearer day', () => {
  expect(utcTime('23:58', at('2026-03-01T00:05:00Z'))).toBe(at('2026-02-28T23:58:00Z'));
  expect(utcTime('00:02', at('2026-03-01T23:57:00Z'))).toBe(at('2026-03-02T00:02:00Z'));
});

test.for(['', 'soon', '25:00', '14:5', '2026-03-01', '2026-13-01T14:05Z', '2 pm'])(
  'a time - when it is "%s" - then it is none',
  (text) => {
    expect(utcTime(text, NOON)).toBeNaN();
  },
);
