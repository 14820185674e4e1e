import type { Quiz } from '@lab/course/quiz';
import { describe, expect, test } from 'vitest';
import { giveAnswer, newAttempt, parseAttempt, scoreOf, verdictOf, withAnswer } from './attempt.ts';
import { moved } from './moved.ts';
import { numberAnswer } from './number-answer.ts';

const QUIZ: Quiz = {
  quiz: 'example',
  title: 'Example',
  intro: 'Two questions.',
  questions: Array.from({ length: 25 }, (_, index) => ({
    id: `q-${index}`,
    lesson: 'module-08/1',
    kind: 'choice' as const,
    text: 'Which?',
    options: [
      { id: 'a', text: 'A', right: true as const },
      { id: 'b', text: 'B', why: 'Not B.' },
      { id: 'c', text: 'C', why: 'Not C.' },
    ],
    why: 'Because.',
  })),
};

const answered = (right: number, wrong: number) =>
  QUIZ.questions
    .slice(0, right + wrong)
    .reduce(
      (attempt, { id }, index) => giveAnswer(withAnswer(attempt, id, index < right ? 'a' : 'b'), id),
      newAttempt('seed'),
    );

describe('an attempt', () => {
  test('when an answer is only chosen - then it is not judged; when it is given, it is, with the reason', () => {
    const chosen = withAnswer(newAttempt('seed'), 'q-0', 'b');
    expect(verdictOf(chosen, QUIZ, 'q-0')).toBeUndefined();
    expect(verdictOf(giveAnswer(chosen, 'q-0'), QUIZ, 'q-0')).toMatchObject({
      right: false,
      mistakes: ['Not B.'],
    });
  });

  test('when nothing was chosen - then nothing can be given', () => {
    expect(giveAnswer(newAttempt('seed'), 'q-0').given).toEqual([]);
  });

  test.each([
    [20, 5, true],
    [19, 6, false],
  ])('when %d of 25 are right - then passed is %s', (right, wrong, passed) => {
    expect(scoreOf(answered(right, wrong), QUIZ)).toMatchObject({ needed: 20, right, isOver: true, passed });
  });

  test('when it was kept - then it is read as it was, but for questions that are gone', () => {
    const attempt = answered(2, 1);
    const kept = JSON.stringify({
      ...attempt,
      answers: { ...attempt.answers, gone: 'a' },
      given: [...attempt.given, 'gone'],
    });
    expect(parseAttempt(kept, QUIZ, 'other')).toEqual(attempt);
  });

  test.each([[null], ['{'], ['{"seed":1}'], ['[]']])('when %s was kept - then it begins anew', (kept) => {
    expect(parseAttempt(kept, QUIZ, 'other')).toEqual(newAttempt('other'));
  });
});

test('an item - when it is moved - then it changes places, and at the end stays', () => {
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
});

test.each([
  ['', 'number', undefined],
  ['12.5', 'number', 12.5],
  ['12.5', 'minute', undefined],
  ['-1', 'minute', undefined],
  ['8', 'minute', 8],
] as const)('"%s" typed for a %s - when it is read - then it is %s', (text, form, value) => {
  expect(numberAnswer(text, form)).toBe(value);
});
