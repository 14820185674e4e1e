import { found, type Task } from '@lab/course/lab';
import { timeOf } from '../incident-time.ts';
import { givePoints } from '../record.ts';
import { POINTS } from '../score.ts';
import { utcTime } from '../utc-time.ts';

const TOLERANCE_SECONDS = 45;

export const sinceWhen: Task = {
  id: 'since-when',
  title: 'Since when?',
  needs: ['who-suffers'],
  question: {
    text: `When did customers begin to suffer? Within ${TOLERANCE_SECONDS} seconds.`,
    form: 'a time in UTC, as 2026-03-01T14:05:30Z',
  },
  deadlineSeconds: 2,
  hints: [
    'A graph of what customers get, with a step of a few seconds: the incident has an edge.',
    'A long window smears the edge over its whole length. The lab is scraped every five seconds, so a window of 20 s is enough for a rate.',
    'Graph the ratio that you have found in task 1 with [20s] over the last half hour, and read the first point that leaves the normal; in UTC.',
  ],
  async check(lab) {
    const { began } = await timeOf(lab);
    const said = lab.answer('since-when') ?? '';
    const at = utcTime(said, began);
    const right = Math.abs(at - began) <= TOLERANCE_SECONDS;
    await givePoints(lab, 'since', right ? POINTS.since : 0);
    return found(right, {
      expected: `a time within ${TOLERANCE_SECONDS} seconds of when it began`,
      seen: Number.isNaN(at)
        ? `${said}: not a time as 2026-03-01T14:05:30Z`
        : `${said}: that is not when it began`,
      lookAt: `${lab.endpoints.prometheus}/query, with a step of 5 s`,
    });
  },
};
