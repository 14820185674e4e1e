import { expect, test } from 'vitest';
import type { CheckContext } from '../context.ts';
import { found } from '../finding.ts';
import type { Task } from '../task.ts';
import { checkTasks } from './check-lab.ts';

test('checkTasks - when a task fails - then those that need it are not looked at, and the others are', async () => {
  const looked: string[] = [];
  const task = (id: string, passed: boolean, ...needs: string[]): Task => ({
    id,
    title: `Do ${id}`,
    needs,
    hints: ['', '', ''],
    stableSeconds: 0,
    check: async () => {
      looked.push(id);
      return found(passed, { expected: '', seen: '', lookAt: '' });
    },
  });
  const lab = { signal: new AbortController().signal } as Partial<CheckContext> as CheckContext;
  const tasks = [task('a', false), task('b', true, 'a'), task('c', true), task('d', true, 'c')];
  const results = await Array.fromAsync(checkTasks(tasks, lab, { atMostSeconds: 0 }));
  expect(results.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['a', 'failed'],
    ['b', 'skipped'],
    ['c', 'passed'],
    ['d', 'passed'],
  ]);
  expect(results[1]).toMatchObject({ expected: 'first: Do a' });
  expect(new Set(looked)).toEqual(new Set(['a', 'c', 'd']));
});
