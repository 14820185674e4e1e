import { type CheckContext, Draws, type Task } from '@lab/course/lab';
import { expect, test } from 'vitest';
import { numbersIn } from '../../shared/numbers.ts';
import { agreementOf } from './agreement.ts';
import { byHand, pastBurn } from './by-hand.ts';
import { allowed, policy } from './policy.ts';

const MONTH_DAYS = 30;
const LEARNERS = Array.from({ length: 40 }, (_, number) => new Draws(`learner ${number}`, 'slos'));
const NOT_OF_A_MONTH = LEARNERS.filter((draws) => agreementOf(draws).past.days !== MONTH_DAYS);

const look = async (task: Task, draws: Draws, answer: string) =>
  task.check({ draws, answer: () => answer } as unknown as CheckContext);

test.for([
  ['14.4, 2', [14.4, 2]],
  ['57x', [57]],
  ['17 min', [17]],
  ['2 %, .5', [2, 0.5]],
  ['4.8 2 1 0.333', [4.8, 2, 1, 0.333]],
  ['soon', []],
] as const)('numbers - when they are written as %s - then they are read', ([answer, numbers]) => {
  expect(numbersIn(answer)).toEqual(numbers);
});

test('a calculation by hand - when it is right - then it passes', async () => {
  for (const draws of LEARNERS) {
    const { rate, used } = pastBurn(agreementOf(draws));
    expect(await look(byHand, draws, `${rate}, ${used} %`)).toMatchObject({ passed: true });
  }
});

test("a calculation by hand - when the budget is taken for a month's - then the percent alone are called wrong", async () => {
  for (const draws of NOT_OF_A_MONTH) {
    const { rate, used } = pastBurn(agreementOf(draws));
    const ofAMonth = (used * agreementOf(draws).past.days) / MONTH_DAYS;
    const answer = `${rate}, ${ofAMonth}`;
    expect(await look(byHand, draws, answer)).toMatchObject({
      passed: false,
      seen: `"${answer}": the burn rate is right, the percent is not`,
    });
  }
});

test('a calculation by hand - when the share of failures is taken for the burn rate - then both are called wrong', async () => {
  for (const draws of LEARNERS) {
    const { share, minutes, days } = agreementOf(draws).past;
    const answer = `${share}, ${(100 * share * minutes) / (days * 24 * 60)}`;
    expect(await look(byHand, draws, answer)).toMatchObject({
      passed: false,
      seen: `"${answer}": neither is right`,
    });
  }
});

test('what may be released - when it is what a month with nothing left allows - then it fails in one that has some', async () => {
  const hasSome = (draws: Draws): boolean => draws.pick('bad-month', [true, false]);
  const [some, none] = [LEARNERS.find(hasSome), LEARNERS.find((draws) => !hasSome(draws))] as [Draws, Draws];
  // Who obeys the objective that only advises, and is overspent, answers so.
  const answer = (await allowed(none)).join(', ');
  expect(await look(policy, none, answer)).toMatchObject({ passed: true });
  expect(await look(policy, some, answer)).toMatchObject({ passed: false, seen: `"${answer}"` });
});
