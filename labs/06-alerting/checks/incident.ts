import { type CheckContext, type Finding, fails, firstFailure, found, type Task } from '@lab/course/lab';
import { clock, type Episode, episodes } from './episodes.ts';
import { messages, wording } from './pager-inbox.ts';
import { SLOW_ALERT } from './predictions-slow.ts';

const CHANNEL = '#ml-platform-chat';
/** The alert's own samples come every two seconds, and a graph shows no better. */
const FIRED_TOLERANCE_SECONDS = 4;
const TOLD_TOLERANCE_SECONDS = 5;
/** An evaluation, a notification and its repetition after a failure. */
const TOLD_WITHIN_SECONDS = 90;

const graph = ({ workbench }: CheckContext): string =>
  `${workbench.prometheus}/query?g0.expr=${encodeURIComponent(`ALERTS{alertname="${SLOW_ALERT}"}`)}&g0.tab=graph&g0.range_input=10m`;

/** When Slack was told of an episode, in seconds since the epoch; undefined where it was not. */
export async function toldAt(
  lab: Pick<CheckContext, 'endpoints'>,
  { pendingAt }: Episode,
): Promise<number | undefined> {
  const times = (await messages(lab, 'slack', pendingAt * 1000))
    .filter(
      (message) =>
        message.receiver === CHANNEL && message.status === 'firing' && wording(message).includes(SLOW_ALERT),
    )
    .map(({ received_at }) => Date.parse(received_at) / 1000)
    .filter((at) => at - pendingAt < TOLD_WITHIN_SECONDS);
  return times.length === 0 ? undefined : Math.min(...times);
}

const nothingFired = (lab: CheckContext): Finding =>
  fails({
    expected: `${SLOW_ALERT} to have fired since you began`,
    seen: 'it never fired',
    lookAt: graph(lab),
  });

export const firedAt: Task = {
  id: 'fired-at',
  title: 'Let one fire',
  needs: ['predictions-slow'],
  deadlineSeconds: 170,
  question: { text: `When did ${SLOW_ALERT} begin to fire?`, form: 'the time of day in UTC, as 14:03:22' },
  hints: [
    'The incident service of your workbench makes predictions slow when it is asked to. Watch the page of alerts in your Prometheus meanwhile, and the pager.',
    `ALERTS is a series that Prometheus writes itself: ALERTS{alertname="${SLOW_ALERT}"} has one series while the alert is pending and another while it fires. A graph of ten minutes shows both.`,
    `Ask for ALERTS{alertname="${SLOW_ALERT}",alertstate="firing"}[10m] in the table view: the first sample has its time behind the @, in seconds since 1970. date -u -d @… makes a time of it.`,
  ],
  async check(lab) {
    const past = await episodes(lab, SLOW_ALERT);
    if (past.length === 0) return nothingFired(lab);
    const given = lab.answer(firedAt.id) ?? '';
    const meant = past.filter(
      ({ firingAt }) => secondsApart(clock(firingAt), given) <= FIRED_TOLERANCE_SECONDS,
    );
    return firstFailure(
      () =>
        found(meant.length > 0, {
          expected: `the time at which ${SLOW_ALERT} turned from pending to firing, to ${FIRED_TOLERANCE_SECONDS} s`,
          seen: /^\d{2}:\d{2}:\d{2}$/.test(given)
            ? `${given}, at which it did not`
            : `"${given}", which is no time of day`,
          lookAt: graph(lab),
        }),
      async () => {
        const since = Math.min(...meant.map(({ firingAt }) => firingAt));
        const told = (await messages(lab, 'slack', since * 1000)).filter(
          (message) => message.receiver === CHANNEL && wording(message).includes(SLOW_ALERT),
        );
        const seen = new Set(told.map(({ status }) => status));
        return found(seen.has('firing') && seen.has('resolved'), {
          expected: `Slack in ${CHANNEL} told of its beginning and of its end`,
          seen: seen.size === 0 ? 'told of neither' : `told as ${[...seen].join(' and ')}`,
          lookAt: `${lab.endpoints.pager}/`,
        });
      },
    );
  },
};

/** Of two times of day; across midnight too. */
function secondsApart(one: string, other: string): number {
  const [left, right] = [one, other].map((text) => Date.parse(`1970-01-01T${text}Z`) / 1000);
  if (left === undefined || right === undefined || Number.isNaN(right)) return Number.POSITIVE_INFINITY;
  const apart = Math.abs(left - right);
  return Math.min(apart, 86_400 - apart);
}

export const toldAfter: Task = {
  id: 'told-after',
  title: 'Account for the time until somebody knew',
  needs: ['predictions-slow'],
  question: {
    text: `How many seconds passed from the moment when ${SLOW_ALERT} became pending to its first message in ${CHANNEL}?`,
    form: 'a number of seconds, to 5 s',
  },
  hints: [
    'Two clocks: the first sample of the pending series, and the time at which the pager received the message.',
    `The pager answers the time exactly: /api/notifications?protocol=slack. The pending time is the first sample of ALERTS{alertname="${SLOW_ALERT}",alertstate="pending"}.`,
    'Pending lasts for the rule’s `for`, then group_wait passes, then the message is sent: somewhat above 14 + 5 s, whatever your own two values are.',
  ],
  async check(lab) {
    const past = await episodes(lab, SLOW_ALERT);
    if (past.length === 0) return nothingFired(lab);
    const given = Number(lab.answer(toldAfter.id));
    const times = await Promise.all(
      past.map(async (episode) => {
        const at = await toldAt(lab, episode);
        return at === undefined ? undefined : at - episode.pendingAt;
      }),
    );
    const known = times.filter((time) => time !== undefined);
    return found(
      known.some((time) => Math.abs(time - given) <= TOLD_TOLERANCE_SECONDS),
      {
        expected: 'the seconds from pending to the message, of an episode since you began',
        seen:
          known.length === 0
            ? `no message about ${SLOW_ALERT} in ${CHANNEL}`
            : `"${lab.answer(toldAfter.id)}", which is true of none`,
        lookAt: `${graph(lab)}, ${lab.endpoints.pager}/api/notifications?protocol=slack`,
      },
    );
  },
};
