import { type CheckContext, type Finding, fails, firstFailure, found, type Task } from '@lab/course/lab';
import { type Board, built, filled, MODEL, type Panel, panelNamed, type Query } from './board.ts';
import { hasFace } from './face.ts';
import { answered, atQuery, showsNow } from './live.ts';
import { histogram, howMany, most, plays, type Series } from './plays.ts';

const METRIC = 'ml_prediction_duration_seconds';
const TITLE = 'Latency';
/** Spans take some seconds to arrive, and not every trace is kept. */
const LOOKED_UP = 20;

const of = (instance: string, model_name: string) => ({
  job: 'inference',
  instance,
  service: 'inference',
  model_name,
});

/** A fast instance that answers most, a slow one that answers few, and a model that nobody has asked about. */
const TWO_INSTANCES: Series = {
  ...histogram(METRIC, of('a', MODEL), { '0.05': 100, '0.25': 100, '0.5': 100, '10': 100, '+Inf': 100 }),
  ...histogram(METRIC, of('b', MODEL), { '0.05': 0, '0.25': 0, '0.5': 10, '10': 10, '+Inf': 10 }),
  ...histogram(METRIC, of('a', 'another-model'), {
    '0.05': 0,
    '0.25': 0,
    '0.5': 0,
    '10': 300,
    '+Inf': 300,
  }),
};

/** Of the 110 requests a second of both instances together, interpolated within a bucket as Prometheus does. */
const PERCENTILES = [
  { name: 'p50', share: /50/, value: 0.0275 },
  { name: 'p95', share: /95/, value: 0.3625 },
  { name: 'p99', share: /99/, value: 0.4725 },
] as const;

function percentile(panel: Panel, { name, share }: (typeof PERCENTILES)[number]): Query {
  const query = (panel.targets ?? []).find(({ legendFormat = '' }) => share.test(legendFormat));
  if (query?.expr === undefined)
    throw new Error(
      `no query of "${TITLE}" has ${name} in its legend; there are ${JSON.stringify((panel.targets ?? []).map(({ legendFormat }) => legendFormat ?? ''))}`,
    );
  return query;
}

/** As Grafana does it: the query's own expression is asked for exemplars. */
async function hasDots(lab: CheckContext, board: Board, panel: Panel): Promise<Finding> {
  const dotted = (panel.targets ?? []).filter(({ exemplar }) => exemplar === true);
  const looked = {
    expected: 'a query with exemplars switched on, whose dots lead to traces that are kept',
    lookAt: `${lab.endpoints.prometheus}/api/v1/query_exemplars, which is what Grafana asks`,
  };
  if (dotted.length === 0) return fails({ ...looked, seen: 'no query has exemplars switched on' });
  const since = Math.max(lab.startedAt / 1000, Date.now() / 1000 - 900);
  const exemplars = (
    await Promise.all(
      dotted.map(({ expr = '' }) => lab.engines.prometheus.exemplars(filled(board, expr), since)),
    )
  ).flat();
  const ids = [...new Set(exemplars.flatMap(({ labels }) => labels.trace_id ?? []))];
  if (ids.length === 0) return fails({ ...looked, seen: 'the answer holds no exemplar with a trace_id' });
  for (const id of ids.slice(0, LOOKED_UP))
    if ((await lab.engines.traces.trace(id)) !== undefined)
      return found(true, { ...looked, seen: `${ids.length} of them; ${id} is kept` });
  return fails({ ...looked, seen: `${ids.length} of them, but the store knows none of the last` });
}

async function inOrder(lab: CheckContext, board: Board, panel: Panel): Promise<Finding> {
  const values = await Promise.all(
    PERCENTILES.map(
      async (each) => (await answered(lab, board, percentile(panel, each)))[0]?.value ?? Number.NaN,
    ),
  );
  const [p50 = 0, p95 = 0, p99 = 0] = values;
  return found(p50 > 0 && p50 <= p95 && p95 <= p99, {
    expected: 'three values of the running lab, above 0 and in order',
    seen: values.map((value) => `${value.toPrecision(3)} s`).join(', '),
    lookAt: atQuery(lab.endpoints.prometheus, filled(board, percentile(panel, PERCENTILES[2]).expr ?? '')),
  });
}

export const latency: Task = {
  id: 'latency',
  title: 'Percentiles with a way to one request',
  deadlineSeconds: 45,
  hints: [
    'ml_prediction_duration_seconds is a classic histogram: mlPredictionDurationSeconds of @lab/catalogue, and quantile of @lab/catalogue/promql. The query builder has exemplar(true), the panel dataLinks([…]).',
    'Three queries whose legends say p50, p95 and p99, each histogram_quantile over buckets that are summed by le alone. Exemplars belong to buckets: a recorded percentile has none.',
    "`lines(quantile(0.99, mlPredictionDurationSeconds, [], '$__rate_interval', { model_name: '$model_name' }), 'p99').exemplar(true)`, the same for 0.5 and 0.95 without exemplars, unit `units.Seconds`.",
  ],
  async check(lab) {
    const { board } = await built(lab);
    const panel = panelNamed(board, TITLE);
    return firstFailure(
      () => hasFace(panel, { types: ['timeseries'], unit: /^s$/, unitMeans: 'seconds' }),
      () =>
        plays(
          lab,
          'latency',
          PERCENTILES.flatMap((each) => {
            const query = filled(board, percentile(panel, each).expr ?? '', { model_name: MODEL });
            return [
              {
                name: `${each.name} of all requests, wherever they were answered: ${each.value} s`,
                series: TWO_INSTANCES,
                expr: most(query),
                value: each.value,
              },
              { name: `one line for ${each.name}`, series: TWO_INSTANCES, expr: howMany(query), value: 1 },
            ];
          }),
        ),
      ...PERCENTILES.map((each) => () => showsNow(lab, board, percentile(panel, each), [])),
      () => inOrder(lab, board, panel),
      () => hasDots(lab, board, panel),
    );
  },
};
