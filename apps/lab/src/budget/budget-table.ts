import { styleText } from 'node:util';
import { type ErrorBudgetPolicy, verdictOf } from '@lab/slo';
import { formatDuration, table } from '../output.ts';
import type { SloBudget } from './read-budgets.ts';

const HEADER = [
  'objective',
  'promised',
  'over',
  'covered',
  'kept',
  'budget left',
  'burn (1 h)',
  'gone in',
  'policy',
];

export const budgetTable = (budgets: readonly SloBudget[], policy: ErrorBudgetPolicy): string =>
  table(
    HEADER,
    budgets.map((budget) => [
      budget.id,
      percent(budget.objective),
      days(budget.periodMs),
      coverage(budget.covered),
      percent(budget.sli),
      coloured(budget.remaining),
      budget.burnRate === undefined ? '–' : `${budget.burnRate.toFixed(2)}×`,
      goneIn(budget.exhaustionMs),
      policyAnswer(policy, budget),
    ]),
  );

/** A lab that has just begun has not counted nothing. */
export const coverage = (covered: number): string =>
  covered < 0.001 ? '< 0.1 %' : `${(covered * 100).toFixed(covered < 0.1 ? 1 : 0)} %`;

/** Enough digits to tell 99.95 % from 99.9 %; no more than were measured. */
function percent(share: number | undefined): string {
  if (share === undefined) return '–';
  return `${Number((share * 100).toFixed(3))} %`;
}

function days(milliseconds: number): string {
  const count = milliseconds / 86_400_000;
  return count >= 1 ? `${count} d` : formatDuration(milliseconds);
}

function coloured(remaining: number | undefined): string {
  if (remaining === undefined) return '–';
  const text = `${(remaining * 100).toFixed(1)} %`;
  if (remaining > 0.5) return styleText('green', text);
  return styleText(remaining > 0 ? 'yellow' : 'red', text);
}

function goneIn(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return '–';
  if (milliseconds === 0) return 'gone';
  if (milliseconds === Number.POSITIVE_INFINITY) return 'nothing burns';
  return milliseconds >= 2 * 86_400_000
    ? `${Math.round(milliseconds / 86_400_000)} d`
    : formatDuration(milliseconds);
}

function policyAnswer(policy: ErrorBudgetPolicy, budget: SloBudget): string {
  const { level, advisory, restsOnTooLittle } = verdictOf(policy, budget);
  const notes = [
    ...(advisory === undefined ? [] : ['advisory']),
    ...(restsOnTooLittle ? ['too little data'] : []),
  ];
  return notes.length === 0 ? level : `${level} (${notes.join(', ')})`;
}
