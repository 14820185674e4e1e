import { expect, test } from 'vitest';
import { answerProblems } from './answers.ts';
import type { Quiz } from './bank/schema.ts';
import { alertTime, choice, choices, number, order, quizOf } from './testing/questions.ts';

const quiz = quizOf<unknown>(choice(), choices(), number(), order(), alertTime()) as unknown as Quiz;

test('answers - when each has the form of its question - then there is nothing to say', () => {
  const answers = { choice: 'b', choices: ['c'], number: 7, order: ['c', 'b', 'a'], 'alert-time': 'never' };
  expect(answerProblems(quiz, answers)).toEqual([]);
});

test('answers - when they are wrong in several ways - then every one is told', () => {
  const answers = {
    nobody: 'a',
    choice: 'd',
    choices: ['a', 'a'],
    number: '7',
    order: ['a', 'b'],
    'alert-time': 1.5,
  };
  expect(answerProblems(quiz, answers)).toEqual([
    'nobody: quiz has no such question',
    'choice: "d" is none of a, b, c',
    'choices: the answer is a list of some of a, b, c, each once',
    'number: "7" is no number',
    'order: the answer is a list of all of a, b, c, each once',
    'alert-time: 1.5 is neither a whole minute nor "never"',
  ]);
});
