import { describe, expect, test } from 'vitest';
import { differs } from './same-answers.ts';
import { missingWork } from './work-done.ts';

const WORK = { answered: 1000, counted: 1010, logLines: 1010, spans: 3030 };

describe('missingWork', () => {
  test('missingWork - when a few were in flight as the generator stopped - then nothing is missing', () => {
    expect(missingWork(WORK, 32)).toEqual([]);
  });
  test.each([
    ['counted less than it answered', { ...WORK, counted: 999, logLines: 999 }, 'counted 999'],
    ['counted more than was asked', { ...WORK, counted: 1033, logLines: 1033 }, 'counted 1033'],
    ['left a line out', { ...WORK, logLines: 1009 }, 'wrote 1009 lines'],
    ['wrote a line twice', { ...WORK, logLines: 1011 }, 'wrote 1011 lines'],
    ['delivered fewer spans than predictions', { ...WORK, spans: 1009 }, 'received 1009 spans'],
  ])('missingWork - when a variant %s - then it says so', (_, work, words) => {
    expect(missingWork(work, 32)).toEqual([expect.stringContaining(words)]);
  });
});

describe('differs', () => {
  const answer = { probability: 0.25, decision: 'review' };
  test.each([
    ['the last bits', { ...answer, probability: 0.250005 }, false],
    ['the third digit', { ...answer, probability: 0.251 }, true],
    ['the decision', { ...answer, decision: 'approve' }, true],
    ['no number at all', { ...answer, probability: Number.NaN }, true],
  ])('differs - when two answers differ in %s - then it is %s', (_, other, expected) => {
    expect(differs(answer, other)).toBe(expected);
  });
});
