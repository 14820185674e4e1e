import { type CheckContext, found, type Task } from '@lab/course/lab';
import { fillingStore, fillsWithin, STORES } from '../starter/simulation/stores.ts';
import { drawnOf } from './machines.ts';
import { atQuery } from './rules-loaded.ts';

/** Of the time that it takes the store to fill: a quarter of an hour at least. */
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

/**
 * Times of day, in minutes, at which nothing will be left, and was left when it was last cleared: an answer that was right a
 * minute ago is right.
 */
export function endsOf(lab: Pick<CheckContext, 'draws' | 'startedAt'>, now: number): number[] {
  const turnMs = fillsWithin(drawnOf(lab)) * 1000;
  const turns = Math.floor(Math.max(0, now - lab.startedAt) / turnMs);
  const ends = [turns + 1, ...(turns === 0 ? [] : [turns])].map(
    (turn) => new Date(lab.startedAt + turn * turnMs),
  );
  return ends.map((end) => end.getUTCHours() * 60 + end.getUTCMinutes());
}

/** The store and the time that an answer names, whatever stands around them. */
export function partsOf(answer: string): { readonly store: string; readonly clock: string } {
  const [store = ''] = /store-\d+/.exec(answer.toLowerCase()) ?? [];
  const [, clock = ''] = /(?:^|[^\d:])(\d{1,2}:\d{2})/.exec(answer) ?? [];
  return { store, clock };
}

export const fullWhen: Task = {
  id: 'full-when',
  title: 'Say when a disk will be full',
  question: {
    text: 'Which of the three stores fills up, and at what time will its disk be full?',
    form: 'its name and the time in UTC, as store-1 17:05; to a quarter of an hour',
  },
  hints: [
    'Let your Prometheus watch for at least three minutes, then draw node_filesystem_avail_bytes of job stores. The fullest disk is not the one.',
    'deriv(…[3m]) is the slope of the line of best fit, in bytes a second. What is left, divided by what is lost a second, is how long it will last. Two single values read off would measure the noise as well.',
    'The timestamp of the end: time() + node_filesystem_avail_bytes{job="stores"} / -deriv(node_filesystem_avail_bytes{job="stores"}[5m]), for the store that falls all the time. ./lab tool node -p "new Date(<number> * 1000)" writes it as a time. A store that was cleared within these five minutes has no such line yet.',
  ],
  async check(lab) {
    const { store, clock } = partsOf(lab.answer(fullWhen.id) ?? '');
    const given = minutesOf(clock);
    const apart =
      given === undefined
        ? undefined
        : Math.min(...endsOf(lab, Date.now()).map((end) => minutesApart(given, end)));
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
