import { type CheckContext, type Finding, fails, firstFailure, found, type Task } from '@lab/course/lab';
import type { TraceSpan } from '@lab/engine-clients';
import { type Board, built, panelNamed } from './board.ts';
import { SHORTEST_DELAY_MS } from './evening.ts';

const SPAN = 'predict_request';
/** What the text asks the link for. */
const SEARCHED_MS = 200;
const LINK = 'Slow predictions';
/** One after the other, of those that the link finds: a store that is busy answers a few. */
const LOOKED_AT = 3;

const isPrediction = ({ name, service }: TraceSpan): boolean => name === SPAN && service === 'inference';

/** The exemplar's value is of the whole request: its server span may be the only one that took so long. */
export const tookLong = ({ service, durationMs }: TraceSpan): boolean =>
  service === 'inference' && durationMs >= SHORTEST_DELAY_MS;

/** As far as can be read off a search that nobody runs: the span and the duration of the text, one way or another. */
export const asksForSlowPredictions = (traceQl: string): boolean =>
  new RegExp(`"${SPAN}"|\`${SPAN}\``).test(traceQl) &&
  /\bduration\s*>=?\s*(?:200ms|0?\.2s|200000(?:us|µs)|200000000(?:ns)?)(?![\w.])/i.test(traceQl);

/** TraceQL in an address of Grafana's Explore; undefined where there is none. */
function traceQlOf(url: string): string | undefined {
  const panes = new URL(url, 'http://grafana').searchParams.get('panes');
  if (panes === null) return undefined;
  const parsed = JSON.parse(panes) as Record<string, { queries?: readonly { query?: string }[] }>;
  return Object.values(parsed)[0]?.queries?.[0]?.query;
}

async function linkFinds(lab: CheckContext, board: Board): Promise<Finding> {
  const links = panelNamed(board, 'Latency').fieldConfig?.defaults?.links ?? [];
  const looked = {
    expected: `a data link "${LINK}" of the panel Latency, whose search finds predictions of over ${SEARCHED_MS} ms and no others`,
    lookAt: 'dataLinks of the panel, src/links.ts',
  };
  const url = links.find(({ title }) => title === LINK)?.url;
  const traceQl = url === undefined ? undefined : traceQlOf(url);
  if (traceQl === undefined)
    return fails({ ...looked, seen: url === undefined ? `no link of that title` : 'a link without TraceQL' });
  const { traces } = lab.engines;
  if (traces.name === 'jaeger')
    return found(asksForSlowPredictions(traceQl), {
      ...looked,
      seen: `${traceQl}, which was read and not asked: Jaeger knows no TraceQL`,
    });
  const ids = await traces.traceql(traceQl, lab.startedAt / 1000);
  let matching = 0;
  for (const id of ids.slice(0, LOOKED_AT)) {
    const predictions = ((await traces.trace(id)) ?? []).filter(isPrediction);
    // The spans of a trace that is quite new may not all have arrived.
    if (predictions.length === 0) continue;
    if (!predictions.some(({ durationMs }) => durationMs >= SEARCHED_MS))
      return fails({ ...looked, seen: `${traceQl} finds ${id}, which has no such span` });
    matching += 1;
  }
  return found(matching > 0, { ...looked, seen: `${traceQl} finds ${ids.length} traces` });
}

export const slowTrace: Task = {
  id: 'slow-trace',
  title: 'Follow a dot to its trace',
  needs: ['latency'],
  deadlineSeconds: 40,
  question: {
    text: `Which trace is one of a prediction of the evening that took ${SHORTEST_DELAY_MS} ms or longer?`,
    form: 'a trace id of 32 hexadecimal digits',
  },
  hints: [
    "Push the button first. The dots of the panel Latency are exemplars; without Grafana, /api/v1/query_exemplars of the lab's Prometheus answers the same. The link is made by searchTraces of src/links.ts.",
    'An exemplar has a value and a label trace_id: take one with a value above 0.25. The TraceQL of the link names the span and a duration.',
    "curl -sG http://127.0.0.1:<PROMETHEUS_PORT>/api/v1/query_exemplars --data-urlencode 'query=ml_prediction_duration_seconds_bucket' -d start=… -d end=…; the link: searchTraces('Slow predictions', '{ name = \"predict_request\" && duration > 200ms }').",
  ],
  async check(lab) {
    const id = (lab.answer(slowTrace.id) ?? '').toLowerCase();
    const spans = /^[0-9a-f]{32}$/.test(id) ? await lab.engines.traces.trace(id) : undefined;
    const slow = (spans ?? []).filter(tookLong);
    const inTime = slow.some(({ startedAt }) => startedAt >= lab.startedAt);
    const { board } = await built(lab);
    return firstFailure(
      () =>
        found(inTime, {
          expected: `a trace since you began, with a span of inference of ${SHORTEST_DELAY_MS} ms or longer`,
          seen:
            spans === undefined
              ? `"${id}" is no trace that the store has`
              : slow.length === 0
                ? 'a trace without such a span'
                : inTime
                  ? 'one'
                  : 'a trace from before',
          lookAt: `${lab.endpoints[lab.engines.traces.name]}, exemplars in ${lab.endpoints.prometheus}/query`,
        }),
      () => linkFinds(lab, board),
    );
  },
};
