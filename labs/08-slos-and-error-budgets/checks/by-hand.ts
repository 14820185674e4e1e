import { found, type Task } from '@lab/course/lab';
import { isNear, numbersIn } from '../../shared/numbers.ts';
import { AGREEMENT_FILE, type Agreement, agreementOf } from './agreement.ts';

const TOLERANCE = 0.02;

/** Burn rate during the incident, and percent of the period's budget that it used. */
export function pastBurn({ past: { objective, days, minutes, share } }: Agreement): {
  rate: number;
  used: number;
} {
  const rate = share / (1 - objective);
  return { rate, used: (100 * rate * minutes) / (days * 24 * 60) };
}

export const byHand: Task = {
  id: 'by-hand',
  title: 'Calculate an incident by hand',
  question: {
    text: 'How fast did the incident of agreement.md burn, and how many percent of the budget did it use?',
    form: 'two numbers with a comma between them, to 2 %: the burn rate, the percent, as 14.4, 2',
  },
  hints: [
    'The budget is what may fail: 1 − objective. A burn rate of 1 uses all of it in exactly one period.',
    'The burn rate is the share of failures over the budget. What is used is the burn rate times the part of the period that the incident lasted.',
    'rate = share / (1 − objective); percent = 100 × rate × minutes / (days × 24 × 60).',
  ],
  async check({ draws, answer }) {
    const { rate, used } = pastBurn(agreementOf(draws));
    const given = answer(byHand.id);
    const [first, second] = numbersIn(given);
    const right = [isNear(first, rate, TOLERANCE), isNear(second, used, TOLERANCE)];
    return found(right.every(Boolean), {
      expected: 'the burn rate and the percent of the budget, both to 2 %',
      seen: right[0]
        ? `"${given}": the burn rate is right, the percent is not`
        : right[1]
          ? `"${given}": the percent is right, the burn rate is not`
          : `"${given}": neither is right`,
      lookAt: AGREEMENT_FILE,
    });
  },
};
