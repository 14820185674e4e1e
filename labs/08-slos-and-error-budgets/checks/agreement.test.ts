import { Draws } from '@lab/course/lab';
import { expect, test } from 'vitest';
import { agreementOf } from './agreement.ts';
import { pagesAfter } from './when-it-pages.ts';

const LEARNERS = Array.from({ length: 200 }, (_, number) => new Draws(`learner ${number}`, 'slos'));

test('the agreement - when it is drawn for anybody - then the page is late enough to tell half a burn from one and a half', () => {
  const drawn = LEARNERS.map(agreementOf);
  expect(new Set(drawn.map(({ availability, played }) => `${availability} ${played}`)).size).toBe(9);
  const minutes = drawn.map(pagesAfter);
  // A rule is looked at once a minute, and sees the first failures a sample late.
  expect(Math.min(...minutes)).toBeGreaterThan(8);
  expect(Math.max(...minutes)).toBeLessThan(60);
});
