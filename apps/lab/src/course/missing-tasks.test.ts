import { expect, test } from 'vitest';
import { missingTasks } from './missing-tasks.ts';

const tasks = [{ id: 'red' }, { id: 'logs' }, { id: 'score' }];
const passed = (...ids: readonly string[]) => ({
  tasks: Object.fromEntries(ids.map((id) => [id, { passed_at: '2026-01-01T00:00:00Z', hints: 0 }])),
});

test('what is missing - when no task decides alone - then every task that has not passed', () => {
  expect(missingTasks({ tasks }, passed('red', 'score'))).toEqual(['logs']);
  expect(missingTasks({ tasks }, passed('red', 'logs', 'score'))).toEqual([]);
});

test('what is missing - when one decides - then it alone', () => {
  const lab = { tasks, finishedBy: 'score' };
  expect(missingTasks(lab, passed('score'))).toEqual([]);
  expect(missingTasks(lab, passed('red', 'logs'))).toEqual(['score']);
});
