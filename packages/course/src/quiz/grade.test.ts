import { expect, test } from 'vitest';
import type { Answer } from './answers.ts';
import type { Question, Quiz } from './bank/schema.ts';
import { gradeAnswer, gradeQuiz } from './grade.ts';
import { alertTime, choice, choices, number, order, quizOf } from './testing/questions.ts';

const AT = new Date('2026-01-01T00:00:00Z');

test.each<[string, Question, Answer, Answer]>([
  ['choice', choice(), 'a', 'b'],
  ['choices in any order', choices(), ['b', 'a'], ['a', 'b', 'c']],
  ['choices, all of them', choices(), ['a', 'b'], ['a']],
  ['number within its tolerance', number(), 50.4, 50.6],
  ['order', order(), ['a', 'b', 'c'], ['a', 'c', 'b']],
  ['minute', alertTime(), 9, 'never'],
])(
  'a %s - when it is answered - then the right answer is right and the wrong one wrong',
  (_, question, right, wrong) => {
    expect(gradeAnswer(question, right)).toMatchObject({ right: true, mistakes: [] });
    expect(gradeAnswer(question, wrong)).toMatchObject({ right: false, answered: true });
  },
);

test.each<[string, Question, Answer, readonly string[]]>([
  ['choice', choice(), 'b', ['that is not it']],
  ['choices with one too many', choices(), ['a', 'b', 'c'], ['that is not it']],
  ['choices with one too few', choices(), ['a'], ['Right as well: this too']],
  ['number', number(), 2.1, ['days are not hours']],
  ['number that nobody thought of', number(), 7, []],
  ['order', order(), ['c', 'a', 'b'], ['the end is not the beginning']],
  ['minute', alertTime(), 8, ['pending is not firing']],
])(
  'a wrong %s - when it is graded - then it says what is wrong about this answer',
  (_, question, answer, mistakes) => {
    expect(gradeAnswer(question, answer).mistakes).toEqual(mistakes);
  },
);

test.each<[Question, string]>([
  [choice(), 'this'],
  [choices(), 'this; this too'],
  [number(), '50 hours'],
  [order(), '1. first; 2. second; 3. third'],
  [alertTime(), 'minute 9'],
])('a verdict - when a learner reads it - then the right answer is in words', (question, words) => {
  expect(gradeAnswer(question, undefined)).toMatchObject({
    answered: false,
    right: false,
    rightAnswer: words,
  });
});

const five = quizOf(...['q1', 'q2', 'q3', 'q4', 'q5'].map(choice)) as unknown as Quiz;

test('a quiz - when four of five are right - then it is passed', () => {
  const answers = { q1: 'a', q2: 'a', q3: 'a', q4: 'a', q5: 'b' };
  expect(gradeQuiz(five, answers, AT)).toEqual({
    quiz: 'quiz',
    at: '2026-01-01T00:00:00.000Z',
    score: 0.8,
    passed: true,
    right: 4,
    of: 5,
    lessons: [{ lesson: 'module-08/1', right: 4, of: 5 }],
    answers,
  });
});

test('a quiz - when three of five are right - then it is not passed', () => {
  expect(gradeQuiz(five, { q1: 'a', q2: 'a', q3: 'a', q4: 'b', q5: 'b' }, AT).passed).toBe(false);
});

test('a quiz - when a question has no answer - then it counts as wrong', () => {
  expect(gradeQuiz(five, { q1: 'a', q2: 'a', q3: 'a' }, AT)).toMatchObject({
    right: 3,
    of: 5,
    passed: false,
  });
});

test('a quiz - when its questions belong to several lessons - then each lesson has a score', () => {
  const quiz = quizOf({ ...choice('x'), lesson: 'module-08/2' }, choice('y'), choice('z')) as unknown as Quiz;
  expect(gradeQuiz(quiz, { x: 'a', y: 'a', z: 'c' }, AT).lessons).toEqual([
    { lesson: 'module-08/1', right: 1, of: 2 },
    { lesson: 'module-08/2', right: 1, of: 1 },
  ]);
});

test('a quiz - when an answer names nothing in it - then it is not graded', () => {
  expect(() => gradeQuiz(five, { q9: 'a' }, AT)).toThrow('quiz has no such question');
});
