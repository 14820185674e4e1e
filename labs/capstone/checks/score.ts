import { found, type Task } from '@lab/course/lab';
import { earned, PASSING_POINTS } from '../rubric.ts';

/** @param ids of the criteria, with the points that each can give */
export const score = (ids: readonly string[]): Task => ({
  id: 'score',
  title: 'Reach eighty points',
  deadlineSeconds: 1,
  hints: [
    'The sheet says how many points each criterion has given.',
    'Every side of a criterion counts by itself: look for those with 0 first.',
    'Run ./lab check capstone without the name of a task: points of criteria that were not looked at are not counted.',
  ],
  async check(lab) {
    const points = ids.map((id) => ({ id, points: earned(lab, id) }));
    const total = points.reduce((sum, one) => sum + one.points, 0);
    return found(total >= PASSING_POINTS, {
      expected: `${PASSING_POINTS} points of 100`,
      seen: `${total} points of the criteria that were looked at`,
      lookAt: 'the sheets above',
      sheet: [
        ...points.map((one) => `${one.id.padEnd(12)} ${one.points}`),
        `score        ${total} of 100`,
      ].join('\n'),
    });
  },
});
