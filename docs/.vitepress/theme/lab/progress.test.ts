import type { LabProgress } from '@lab/course/lab/runner';
import { expect, test } from 'vitest';
import { standingOf } from './progress.ts';

const AT = '2026-11-21T08:00:00.000Z';
const lab = (tasks: LabProgress['tasks'], more: Partial<LabProgress> = {}): LabProgress => ({
  title: 'Deploy the stack',
  started_at: AT,
  starts: 1,
  active: true,
  tasks,
  ...more,
});
const pass = { passed_at: AT, hints: 0 };

test.each([
  ['was never started', undefined, 'not started'],
  ['was started', lab({}), 'started'],
  ['has a task that passes', lab({ one: pass }), 'in progress'],
  ['has every task passing', lab({ one: pass, two: pass }), 'done'],
  ['was solved by the solution', lab({ one: pass, two: pass }, { solved_at: AT }), 'done with the solution'],
] as const)('a lab of two tasks - when it %s - then it says so', (_when, progress, state) => {
  expect(standingOf(progress, 2).state).toBe(state);
});

test('hints - when some were asked for - then they are counted over all tasks', () => {
  expect(standingOf(lab({ one: { hints: 2 }, two: { hints: 1 } }), 2)).toMatchObject({ hints: 3, passed: 0 });
});

test('a lab whose text names no tasks - when some pass - then it is not called done', () => {
  expect(standingOf(lab({ one: pass }), 0).state).toBe('in progress');
});
