import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import { choice, fixture, quizOf } from '../testing/questions.ts';
import { parseQuiz, QuizBankError, readQuizBank } from './read-quiz.ts';

function problemsOf(...questions: readonly object[]): readonly string[] {
  try {
    parseQuiz(stringify(quizOf(...questions)));
    return [];
  } catch (error) {
    if (error instanceof QuizBankError) return error.problems;
    throw error;
  }
}

const wrong = (id: string) => ({ id, text: id, why: 'because' });

test('a quiz - when all of it is right - then it is read as written', () => {
  const quiz = quizOf(choice());
  expect(parseQuiz(stringify(quiz))).toEqual(quiz);
});

test('a quiz - when its YAML cannot be read - then the parser says where', () => {
  expect(() => parseQuiz('quiz: [')).toThrow(/line 1/);
});

test('a quiz - when several questions have a wrong shape - then every mistake is told at once, by question', () => {
  expect(
    problemsOf(
      { ...choice('one'), lesson: 'module-9/1' },
      { ...choice('two'), extra: 1 },
      { id: 'three', kind: 'riddle' },
    ),
  ).toEqual([
    expect.stringContaining('one: /lesson must match pattern'),
    'two: / must not have additional properties (extra)',
    expect.stringContaining('three: kind "riddle" is none of choice, choices, number'),
  ]);
});

test('a number of promtool that YAML takes for a number - when a series has it - then it is refused', () => {
  // 0x10 without quotes is sixteen.
  const query = {
    ...choice('q'),
    kind: 'query',
    at: '5m',
    result: [],
    fixture: { series: [{ series: 'a', values: 16 }] },
  };
  expect(problemsOf(query)).toContain('q: /fixture/series/0/values must be string');
});

test.each([
  ['no option is right', { options: [wrong('a'), wrong('b'), wrong('c')] }, '0 options are right'],
  [
    'two options are right',
    { options: [wrong('a'), { id: 'b', text: 'b', right: true }, { id: 'c', text: 'c', right: true }] },
    '2 options are right',
  ],
  [
    'a wrong option is not explained',
    { options: [{ id: 'a', text: 'a', right: true }, wrong('b'), { id: 'c', text: 'c' }] },
    'option c is wrong and does not say why',
  ],
  [
    'two options have one id',
    { options: [{ id: 'a', text: 'a', right: true }, wrong('b'), wrong('b')] },
    'two options have the id b',
  ],
  ['its lesson does not exist', { lesson: 'module-207/8' }, 'there is no lesson module-207/8'],
])('a choice - when %s - then it is refused', (_, change, problem) => {
  expect(problemsOf({ ...choice('q'), ...change })).toEqual([expect.stringContaining(`q: ${problem}`)]);
});

test('choices - when all options are right - then there is nothing to choose', () => {
  const options = ['a', 'b', 'c'].map((id) => ({ id, text: id, right: true }));
  expect(problemsOf({ ...choice('q'), kind: 'choices', options })).toEqual([
    'q: 3 options are right: one or more, but not all have to be',
  ]);
});

test('a number - when a mistake is within the tolerance - then it is refused', () => {
  const { options: _, ...rest } = choice('q');
  const answer = { value: 10, tolerance: 1, unit: 's' };
  const question = { ...rest, kind: 'number', answer, mistakes: [{ value: 10.5, why: 'close' }] };
  expect(problemsOf(question)).toEqual(['q: the mistake 10.5 is within the tolerance of the right answer']);
});

test('an order - when a mistake names the right order or nobody - then it is refused', () => {
  const { options: _, ...rest } = choice('q');
  const items = ['a', 'b', 'c'].map((id) => ({ id, text: id }));
  const mistakes = [
    { early: 'a', late: 'b', why: 'w' },
    { early: 'c', late: 'x', why: 'w' },
    { early: 'c', late: 'a', why: 'w' },
  ];
  expect(problemsOf({ ...rest, kind: 'order', items, mistakes })).toEqual([
    'q: the mistake "a before b" is in the right order',
    'q: the mistake "c before x" names an item that is not there',
  ]);
});

test('a query - when a wrong option gives the right result, or says nothing - then it is refused', () => {
  const result = [
    { labels: '{a="1"}', value: 1 },
    { labels: '{a="2"}', value: 2 },
  ];
  const options = [
    { id: 'a', expr: 'a', right: true },
    { id: 'b', expr: 'b', gives: result.toReversed(), why: 'w' },
    { id: 'c', expr: 'c', why: 'w' },
  ];
  expect(problemsOf({ ...choice('q'), kind: 'query', at: '5m', result, fixture, options })).toEqual([
    'q: option b is wrong and gives the right result',
    'q: option c is wrong and does not say what it gives',
  ]);
});

test('an alert time - when a mistake is the answer, or the answer lies beyond the end - then it is refused', () => {
  const { options: _, ...rest } = choice('q');
  const mistakes = [
    { value: 9, why: 'w' },
    { value: 'never', why: 'w' },
  ];
  const question = {
    ...rest,
    kind: 'alert-time',
    alert: 'A',
    rules: '[]',
    fixture,
    until: 5,
    answer: 9,
    mistakes,
  };
  expect(problemsOf(question)).toEqual(['q: 9 is an answer twice', 'q: the answer 9 is later than 5']);
});

test('a bug - when nothing is broken and nothing seen - then it is refused', () => {
  const cases = [{ at: '1m', expr: 'up', expected: [], seen: [] }];
  const proof = { tool: 'promtool', broken: 'same', mended: 'same', fixture, cases };
  expect(problemsOf({ ...choice('q'), kind: 'find-the-bug', proof })).toEqual([
    'q: what is broken and what is mended are the same',
    'q: no case tells the broken from the mended',
  ]);
});

test('a proof - when it has a wrong shape - then only the shape of its tool is held against it', () => {
  const proof = { tool: 'amtool', broken: 'a', mended: 'b', cases: [] };
  const problems = problemsOf({ ...choice('q'), kind: 'find-the-bug', proof });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('q: /proof/cases must not have fewer than 1 items');
});

test('two questions - when they have one id - then answers could not tell them apart', () => {
  expect(problemsOf(choice('q'), choice('q'))).toEqual(['q: two questions have this id']);
});

test('a bank - when two files have mistakes - then both are told, each by its file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bank-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'a.yaml'), stringify({ ...quizOf({ ...choice('q'), extra: 1 }), quiz: 'a' }));
  writeFileSync(join(folder, 'b.yaml'), stringify({ ...quizOf(choice('q')), quiz: 'other' }));
  writeFileSync(join(folder, 'notes.md'), 'not a quiz');
  expect(() => readQuizBank(folder)).toThrow(
    /a\.yaml: q: \/ must not have[\s\S]*b\.yaml: its quiz is called other/,
  );
});
