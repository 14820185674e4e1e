import type { CheckContext } from '@lab/course/lab';
import { graded } from '../rubric.ts';
import type { LearnersSystem } from '../system.ts';

const STEP_SECONDS = 5;
const TOLERANCE_SECONDS = 30;
const MOST_OF_THE_TIME = 0.8;
/** Prometheus answers with 11,000 points at most, and that of the workbench keeps twelve hours. */
const LOOKS_BACK_SECONDS = 43_200;

export const alert = graded({
  id: 'alert',
  title: 'An alert that fires, is told, and is over',
  question: {
    text: `When did your alert begin to fire, when you broke the service? Within ${TOLERANCE_SECONDS} seconds.`,
    form: 'a time in UTC, as 2026-03-01T14:05:30Z',
  },
  lookAt: 'the alert in your Prometheus, and the pager inbox of the lab',
  sides: [
    {
      points: 5,
      wanted:
        'the alert has fired since the start of this lab, as far as your Prometheus remembers, at the time in your answer, and fires no more',
      async look(system, lab) {
        const moments = await firing(system, lab.startedAt);
        const [first] = moments;
        if (first === undefined) return `${system.alert || 'no alert of capstone.yaml'} has not fired`;
        const now = Date.now() / 1000;
        if (now - (moments.at(-1) ?? 0) < 2 * STEP_SECONDS) return `${system.alert} fires still`;
        const share = (moments.length * STEP_SECONDS) / (now - lookedAtFrom(lab.startedAt));
        if (share > MOST_OF_THE_TIME)
          return `${system.alert} has fired ${Math.round(share * 100)} % of the time`;
        if (lab.answer('alert') === undefined)
          return 'it has fired; there is no answer under alert in answers.yaml';
        const said = Date.parse(lab.answer('alert') ?? '') / 1000;
        const began = moments.filter(
          (moment, index) => moment - (moments[index - 1] ?? 0) > 2 * STEP_SECONDS,
        );
        return began.some((moment) => Math.abs(moment - said) <= TOLERANCE_SECONDS)
          ? undefined
          : `it has fired ${began.length} times, none of which began at ${lab.answer('alert')}`;
      },
    },
    {
      points: 4,
      wanted: 'the pager was told that it fires',
      look: (system, lab) => told(system, lab, 'firing'),
    },
    {
      points: 3,
      wanted: 'the pager was told that it is over',
      look: (system, lab) => told(system, lab, 'resolved'),
    },
  ],
  hints: [
    'A service with injectableFaults of @lab/service/faults can be broken over /admin/faults; every service of a workbench has the token, and FAULT_INJECTION set.',
    'Break it for longer than the windows of the alert; the Alertmanager of the workbench delivers to the pager as in lab 6, with send_resolved.',
    'PUT /admin/faults/request_errors with seconds of 60, requests meanwhile and afterwards, and then ALERTS{alertstate="firing"} with a step of 5 s.',
  ],
});

/** @param since milliseconds since the epoch @returns seconds since the epoch */
const lookedAtFrom = (since: number): number =>
  Math.max(since / 1000, Date.now() / 1000 - LOOKS_BACK_SECONDS);

/** Moments at which it fired, in seconds since the epoch. */
export async function firing(
  { prometheus, alert: name }: Pick<LearnersSystem, 'prometheus' | 'alert'>,
  since: number,
): Promise<readonly number[]> {
  const series = await prometheus.queryRange(`ALERTS{alertname="${name}",alertstate="firing"}`, {
    start: lookedAtFrom(since),
    step: STEP_SECONDS,
  });
  const moments = series.flatMap(({ points }) => points.map(({ timestamp }) => timestamp));
  return [...new Set(moments)].sort((one, other) => one - other);
}

/** Messages in the pager about the alert: whatever their form, its name is in them. */
export async function messages(
  { pager, alert: name }: Pick<LearnersSystem, 'pager' | 'alert'>,
  since: number,
  status: 'firing' | 'resolved',
): Promise<number> {
  const all = await pager.notifications({ status, since });
  return all.filter(({ alertname, title, text }) => [alertname, title, text].join(' ').includes(name)).length;
}

async function told(
  system: LearnersSystem,
  { startedAt }: CheckContext,
  status: 'firing' | 'resolved',
): Promise<string | undefined> {
  const found = system.alert === '' ? 0 : await messages(system, startedAt, status);
  return found > 0 ? undefined : `no message that says ${status} of ${system.alert || 'an alert'}`;
}
