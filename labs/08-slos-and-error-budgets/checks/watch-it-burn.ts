import { type Draws, firstFailure, found, type LabContext, type Task } from '@lab/course/lab';
import { isNear, numbersIn } from '../../shared/numbers.ts';
import { LATENCY_OBJECTIVE } from './agreement.ts';
import { LATENCY } from './latency.ts';
import { idOf } from './rules-of.ts';

export const INCIDENT_FILE = 'incident.json';
const TOLERANCE = 0.1;
const LONGEST_SECONDS = 10_000;

/** Some of the predictions take longer than any limit of the agreement, and less than what the lab's own promise is. */
export const incident = (draws: Draws) => ({
  intensity: draws.integer('intensity', 40, 90) / 100,
  latency_ms: 400,
  seconds: 75,
});

const BURN = `slo:sli_error:ratio_rate1h{sloth_id="${idOf(LATENCY)}"} / ${Number((1 - LATENCY_OBJECTIVE).toPrecision(6))}`;

/** The highest burn rate of the hour (a minute here) since the lab was started; 0 where nothing burnt. */
export async function highestBurn({
  workbenchEngines,
  startedAt,
}: Pick<LabContext, 'workbenchEngines' | 'startedAt'>): Promise<number> {
  const start = Math.max(startedAt / 1000, Date.now() / 1000 - LONGEST_SECONDS);
  const series = await workbenchEngines.prometheus.queryRange(BURN, { start, step: 1 });
  return Math.max(0, ...series.flatMap(({ points }) => points.map(({ value }) => value)));
}

/** Seconds since the epoch at which the page of latency fired; empty where it has not. */
export async function pagedAt({
  workbenchEngines,
  startedAt,
}: Pick<LabContext, 'workbenchEngines' | 'startedAt'>): Promise<number[]> {
  const start = Math.max(startedAt / 1000, Date.now() / 1000 - LONGEST_SECONDS);
  const paging = `ALERTS{sloth_id="${idOf(LATENCY)}",sloth_severity="page",alertstate="firing"}`;
  const series = await workbenchEngines.prometheus.queryRange(paging, { start, step: 1 });
  return series.flatMap(({ points }) => points.map(({ timestamp }) => timestamp));
}

/** An evaluation or two without it, and it is over. */
const OVER_SECONDS = 5;

export const watchItBurn: Task = {
  id: 'watch-it-burn',
  title: 'Watch a budget burn',
  needs: ['latency'],
  deadlineSeconds: 240,
  question: {
    text: 'What was the highest burn rate of latency over one hour (a minute here)?',
    form: 'a number, to 10 %',
  },
  hints: [
    'Push the button, and watch the recorded shares of the windows on the query page as a graph of ten minutes.',
    'The share over the hour is slo:sli_error:ratio_rate1h of latency; a burn rate is a share over the budget. max_over_time of a subquery, or the graph, tells the highest.',
    'max_over_time((slo:sli_error:ratio_rate1h{sloth_slo="latency"} / 0.01)[15m:1s])',
  ],
  async check(lab) {
    const { workbench, answer } = lab;
    const lookAt = `${workbench.prometheus}/query?g0.expr=${encodeURIComponent(BURN)}&g0.tab=graph&g0.range_input=15m`;
    return firstFailure(
      async () => {
        const times = await pagedAt(lab);
        const last = Math.max(0, ...times);
        const isOver = last > 0 && Date.now() / 1000 - last > OVER_SECONDS;
        return found(isOver, {
          expected: 'the page of latency to have fired since you began, and to have ended',
          seen: times.length === 0 ? 'it has not fired' : isOver ? 'it has' : 'it still fires',
          lookAt: `${workbench.prometheus}/alerts`,
        });
      },
      async () => {
        const highest = await highestBurn(lab);
        const [given] = numbersIn(answer(watchItBurn.id));
        return found(isNear(given, highest, TOLERANCE), {
          expected: 'the highest burn rate over an hour that your Prometheus has recorded, to 10 %',
          seen: `"${answer(watchItBurn.id)}"`,
          lookAt,
        });
      },
    );
  },
};
