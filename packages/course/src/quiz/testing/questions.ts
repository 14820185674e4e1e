/** Questions that are right as they are; tests change what they are about. */
import type {
  AlertTimeQuestion,
  ChoiceQuestion,
  ChoicesQuestion,
  NumberQuestion,
  OrderQuestion,
} from '../bank/schema.ts';

const common = { lesson: 'module-08/1', text: 'What is it?', why: 'It is so.' };

export const choice = (id = 'choice') =>
  ({
    ...common,
    id,
    kind: 'choice',
    options: [
      { id: 'a', text: 'this', right: true },
      { id: 'b', text: 'that', why: 'that is not it' },
      { id: 'c', text: 'something else', why: 'nothing else is it' },
    ],
  }) satisfies ChoiceQuestion;

export const choices = (id = 'choices') =>
  ({
    ...common,
    id,
    kind: 'choices',
    options: [
      { id: 'a', text: 'this', right: true },
      { id: 'b', text: 'this too', right: true },
      { id: 'c', text: 'that', why: 'that is not it' },
    ],
  }) satisfies ChoicesQuestion;

export const number = (id = 'number') =>
  ({
    ...common,
    id,
    kind: 'number',
    answer: { value: 50, tolerance: 0.5, unit: 'hours' },
    mistakes: [{ value: 2, why: 'days are not hours' }],
  }) satisfies NumberQuestion;

export const order = (id = 'order') =>
  ({
    ...common,
    id,
    kind: 'order',
    items: [
      { id: 'a', text: 'first' },
      { id: 'b', text: 'second' },
      { id: 'c', text: 'third' },
    ],
    mistakes: [{ early: 'c', late: 'a', why: 'the end is not the beginning' }],
  }) satisfies OrderQuestion;

export const fixture = { series: [{ series: 'up', values: '1x10' }] };

export const alertTime = (id = 'alert-time') =>
  ({
    ...common,
    id,
    kind: 'alert-time',
    alert: 'Down',
    rules: '- { alert: Down, expr: up == 0 }',
    fixture,
    until: 10,
    answer: 9,
    mistakes: [
      { value: 8, why: 'pending is not firing' },
      { value: 'never', why: 'it is true in the end' },
    ],
  }) satisfies AlertTimeQuestion;

export const quizOf = <Question>(...questions: readonly Question[]) => ({
  quiz: 'quiz',
  title: 'A quiz',
  intro: 'Some questions.',
  questions,
});
