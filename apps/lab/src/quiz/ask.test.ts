/** Prompts as a person has them: keys in, a screen out. */
import type { Ask } from '@lab/course/quiz';
import { expect, test } from 'vitest';
import { keyboardAndScreen } from '../testing/keyboard-and-screen.ts';
import { askPerson, minuteOf, numberOf } from './ask.ts';

const DOWN = '\u001B[B';
const ENTER = '\r';
const CTRL_C = '\u0003';

const options = ['a', 'b', 'c'].map((id) => ({ id, text: `option ${id}\n  of two lines` }));

/** The answer of a person who presses keys, each group when the screen shows what it waits for. */
async function answered(ask: Ask, ...steps: readonly (readonly [shows: string, keys: string])[]) {
  const { terminal, press } = keyboardAndScreen();
  const answer = askPerson(ask, terminal);
  // The caller looks at it; a rejection before that is no unhandled one.
  answer.catch(() => undefined);
  for (const [shows, keys] of steps) await press(shows, keys);
  return answer;
}

test('one of several - when a person goes down and presses enter - then that option is the answer', async () => {
  const ask: Ask = { form: 'one', language: 'promql', options };
  expect(await answered(ask, ['option a of two lines', DOWN + ENTER])).toBe('b');
});

test('several - when two are ticked - then both are the answer', async () => {
  expect(await answered({ form: 'many', options }, ['option a', ` ${DOWN}${DOWN} ${ENTER}`])).toEqual([
    'a',
    'c',
  ]);
});

test('an order - when one is chosen after the other - then the last need not be asked for', async () => {
  const order = answered({ form: 'order', options }, ['Number 1', DOWN + ENTER], ['Number 2', DOWN + ENTER]);
  expect(await order).toEqual(['b', 'c', 'a']);
});

test('a number - when something else is typed first - then it is asked again', async () => {
  const steps = [
    ['A number (s)', `x${ENTER}`],
    ['such as 12', `\u007F0.42${ENTER}`],
  ] as const;
  expect(await answered({ form: 'number', unit: 's' }, ...steps)).toBe(0.42);
});

test.each([
  ['7', 7],
  ['Never', 'never'],
])('a minute - when %s is typed - then it is the answer', async (typed, answer) => {
  expect(await answered({ form: 'minute' }, ['Minute, or never', typed + ENTER])).toBe(answer);
});

test('a question - when ctrl-C is pressed - then there is no answer', async () => {
  const stopped = answered({ form: 'minute' }, ['Minute, or never', CTRL_C]);
  await expect(stopped).rejects.toMatchObject({ name: 'ExitPromptError' });
});

test.each([
  ['51,840', 51840],
  ['51 840', 51840],
  ['-0.5', -0.5],
  ['1,5', undefined],
  ['', undefined],
  ['many', undefined],
])('a number - when "%s" is typed - then it means %s', (typed, number) => {
  expect(numberOf(typed)).toBe(number);
});

test.each([
  ['never ', 'never'],
  ['12', 12],
  ['1.5', undefined],
  ['-1', undefined],
])('a minute - when "%s" is typed - then it means %s', (typed, minute) => {
  expect(minuteOf(typed)).toBe(minute);
});
