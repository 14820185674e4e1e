import { type CheckContext, found, type Task } from '@lab/course/lab';
import { fillingStore, fillsWithin, STORES } from '../starter/simulation/stores.ts';
import { drawnOf } from './machines.ts';
import { atQuery } from './rules-loaded.ts';

/** Of the time from the start of the lab to the end of the space. */
const TOLERANCE = 0.1;
const DAY_MINUTES = 24 * 60;
const QUERY = 'predict_linear(node_filesystem_avail_bytes{job="stores"}[5m], 3600)';

/** Minutes between two times of day, the shorter way round. */
export function minutesApart(one: number, other: number): number {
  const apart = Math.abs(one - other) % DAY_MINUTES;
  return Math.min(apart, DAY_MINUTES - apart);
}

/** `17:05` as minutes of the day; undefined where it is no time. */
export function minutesOf(clock: string): number | undefined {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)/.exec(clock) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** Milliseconds since the epoch at which nothing will be left. */
const endOf = (lab: Pick<CheckContext, 'draws' | 'startedAt'>): number =>
  lab.startedAt + fillsWithin(drawnOf(lab)) * 1000;

export const fullWhen: Task = {
  id: 'full-when',
  title: 'Say when a disk will be full',
  question: {
    text: 'Which of the three stores fills up, and at what time will its disk be full?',
    form: 'its name and the time in UTC, as store-1 17:05; to a tenth of the time from the start of the lab to then',
  },
  hints: [
    'Let your Prometheus watch for at least three minutes, then draw node_filesystem_avail_bytes of job stores. The fullest disk is not the one.',
    'deriv(…[3m]) is the slope of the line of best fit, in bytes a second. What is left, divided by what is lost a second, is how long it will last. Two single values read off would measure the noise as well.',
    'timestamp of the end: time() + node_filesystem_avail_bytes{job="stores"} / -deriv(node_filesystem_avail_bytes{job="stores"}[5m]), for the store that falls all the time. node -p "new Date(<number> * 1000)" writes it as a time.',
  ],
  async check(lab) {
    const [store = '', clock = ''] = (lab.answer(fullWhen.id) ?? '').trim().split(/[\s,]+/);
    const given = minutesOf(clock);
    const end = new Date(endOf(lab));
    const apart =
      given === undefined ? undefined : minutesApart(given, end.getUTCHours() * 60 + end.getUTCMinutes());
    const isStore = store === fillingStore(drawnOf(lab));
    const isTime = apart !== undefined && apart * 60 <= TOLERANCE * fillsWithin(drawnOf(lab));
    return found(isStore && isTime, {
      expected: `one of ${STORES.join(', ')}, and the time in UTC at which its disk will be full`,
      seen:
        given === undefined
          ? `"${lab.answer(fullWhen.id)}", in which there is no such time`
          : isStore
            ? `${store}, at a time that is ${isTime ? 'near enough' : 'too far from the end'}`
            : `"${store}", which does not run full`,
      lookAt: atQuery(lab.workbench.prometheus, QUERY),
    });
  },
};
