import { found, type Task } from '@lab/course/lab';
import { readRecord } from '../record.ts';
import { PASSING_POINTS, scoreOf, sheetOf, totalOf } from '../score.ts';

export const score: Task = {
  id: 'score',
  title: 'Reach the passing score',
  deadlineSeconds: 2,
  hints: [
    'Each line of the sheet says what it gives, and how much of that you have.',
    'Evidence and post-mortem can be bettered at leisure; times and wrong causes cannot.',
    'Tasks 1 and 2, all evidence, the post-mortem, and the cause at the first attempt give 75 points without any for time; ./lab reset 10 draws another incident.',
  ],
  async check(lab) {
    const lines = scoreOf(await readRecord(lab));
    const total = totalOf(lines);
    return found(total >= PASSING_POINTS, {
      expected: `${PASSING_POINTS} points of 100`,
      seen: `${total} points`,
      lookAt: 'the sheet above',
      sheet: sheetOf(lines),
    });
  },
};
