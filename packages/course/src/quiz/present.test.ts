import { expect, test } from 'vitest';
import { readQuizBank } from './bank/read-quiz.ts';
import type { Question } from './bank/schema.ts';
import { presentQuestion } from './present.ts';
import { BANK } from './testing/bank.ts';
import { alertTime, choice, number, order } from './testing/questions.ts';

const questions = readQuizBank(BANK).flatMap((quiz) => quiz.questions);

/** Properties that say what is right. */
const TELLTALES = ['right', 'why', 'gives', 'answer', 'mistakes', 'mended', 'proof'];

function keysOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...keysOf(inner),
  ]);
}

test.each(questions.map((question) => [question.id, question] as const))(
  '%s - when it is presented - then nothing in it says what is right',
  (_, question) => {
    const presented = presentQuestion(question, 'somebody');
    expect(keysOf(presented).filter((key) => TELLTALES.includes(key))).toEqual([]);
    expect(JSON.stringify(presented)).not.toContain(question.why);
    if (question.kind === 'find-the-bug')
      expect(JSON.stringify(presented)).not.toContain(
        JSON.stringify(question.proof.mended.trim()).slice(1, -1),
      );
  },
);

test.each<[Question, string]>([
  [choice(), 'one'],
  [order(), 'order'],
  [number(), 'number'],
  [alertTime(), 'minute'],
])('a question - when it is presented - then it is asked in a form of its kind', (question, form) => {
  expect(presentQuestion(question, 'somebody').ask.form).toBe(form);
});

test('two learners - when they see one question - then its options need not stand in one order', () => {
  const orders = new Set(
    Array.from({ length: 20 }, (_, learner) => JSON.stringify(presentQuestion(choice(), `${learner}`).ask)),
  );
  expect(orders.size).toBeGreaterThan(1);
});

test('an alert time - when it is presented - then rules and series are shown and the minute is asked for', () => {
  const { exhibits } = presentQuestion(alertTime(), 'somebody');
  expect(exhibits.map(({ body }) => body)).toEqual([
    '- { alert: Down, expr: up == 0 }',
    'up  1x10',
    'In which minute does Down fire first? Minutes 0 to 10 are looked at; pending is not firing.',
  ]);
});
