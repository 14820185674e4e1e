import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gradeQuiz } from '@lab/course/quiz';
import { expect, test } from 'vitest';
import { courseState } from '../course/state.ts';
import { REPOSITORY_ROOT } from '../settings.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { allQuizResults, answersSoFar, keepAnswers, keepResult, quizResults } from './attempt-store.ts';
import { quizBank, quizNamed } from './bank.ts';

const quiz = quizNamed(quizBank({ root: REPOSITORY_ROOT }), 'knowledge-checks');
const stateOfNobody = () => courseState({ stateDir: tempDir() });

test('answers - when an attempt is broken off - then they are there the next time', () => {
  const state = stateOfNobody();
  expect(answersSoFar(state, quiz)).toEqual({});
  keepAnswers(state, quiz, { 'counter-or-gauge': 'labels' });
  keepAnswers(state, quiz, { 'counter-or-gauge': 'labels', 'burn-of-an-hour': 3 });
  expect(answersSoFar(state, quiz)).toEqual({ 'counter-or-gauge': 'labels', 'burn-of-an-hour': 3 });
});

test('answers - when the bank has changed meanwhile - then those that it does not know are asked again', () => {
  const state = stateOfNobody();
  keepAnswers(state, quiz, { 'counter-or-gauge': 'an-option-of-long-ago', gone: 'x', 'burn-of-an-hour': 3 });
  expect(answersSoFar(state, quiz)).toEqual({ 'burn-of-an-hour': 3 });
});

test('a result - when it is kept - then the attempt is over, and results before it stay', () => {
  const state = stateOfNobody();
  const [first, second] = [1, 2].map((day) =>
    gradeQuiz(quiz, { 'burn-of-an-hour': day }, new Date(`2026-01-0${day}T00:00:00Z`)),
  );
  keepAnswers(state, quiz, { 'burn-of-an-hour': 1 });
  if (first !== undefined) keepResult(state, first);
  if (second !== undefined) keepResult(state, second);
  expect(answersSoFar(state, quiz)).toEqual({});
  expect(quizResults(state, quiz.quiz)).toEqual([first, second]);
  expect(allQuizResults(state)).toEqual([first, second]);
});

test('results - when nobody has answered anything - then there are none', () => {
  expect(allQuizResults(stateOfNobody())).toEqual([]);
});

test('a file of answers - when it is no JSON - then the command says which file, instead of beginning anew', () => {
  const state = stateOfNobody();
  mkdirSync(state.quizzes, { recursive: true });
  writeFileSync(join(state.quizzes, `${quiz.quiz}.json`), '{"answers": {');
  expect(() => answersSoFar(state, quiz)).toThrow(/knowledge-checks\.json is no JSON/);
});
