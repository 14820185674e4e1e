import { expect, test } from 'vitest';
import { PASSING_POINTS, POINTS, scoreOf, sheetOf, totalOf } from './score.ts';

const MINUTE_MS = 60_000;
const LETTERS = [...'ABCDEFGHIJKLMN'];

/** Somebody who has everything right in the end. @param wrong how many letters they tried before */
const solved = (wrong: number, minutes: number) =>
  scoreOf({
    beganAt: 0,
    route: undefined,
    detectedAt: minutes * MINUTE_MS,
    namedAt: minutes * MINUTE_MS,
    endedAt: minutes * MINUTE_MS,
    wrongCauses: LETTERS.slice(0, wrong),
    points: POINTS,
  });

test.for([
  { wrong: 0, minutes: 1, points: 100 },
  { wrong: 1, minutes: 1, points: 95 },
  { wrong: 0, minutes: 90, points: 75 },
  { wrong: 1, minutes: 90, points: 70 },
  { wrong: 5, minutes: 1, points: 75 },
  { wrong: 13, minutes: 1, points: 35 },
])('the score - when $wrong letters were wrong, and it took $minutes minutes - then $points', (solution) => {
  expect(totalOf(solved(solution.wrong, solution.minutes))).toBe(solution.points);
});

test('the score - when every letter was tried - then it does not pass, and the sheet says what it has cost', () => {
  const lines = solved(13, 1);
  expect(totalOf(lines)).toBeLessThan(PASSING_POINTS);
  expect(sheetOf(lines)).toMatch(/^Root cause +-40 of 25 {2}13 wrong before or after$/m);
});
