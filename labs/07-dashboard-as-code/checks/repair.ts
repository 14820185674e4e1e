import { firstFailure, type Task } from '@lab/course/lab';
import { built, filled, MODEL, panelNamed, queryOf } from './board.ts';
import { showsNow } from './live.ts';
import {
  counter,
  gauge,
  histogram,
  howMany,
  most,
  named,
  plays,
  type Series,
  type Situation,
  total,
} from './plays.ts';

const inference = { job: 'inference', instance: 'inference', service: 'inference' };
const features = { job: 'features', instance: 'features', service: 'features' };

/** Most requests are fast, and at another service; the slow ones are few. */
const REQUESTS: Series = {
  ...histogram(
    'http_server_request_duration_seconds',
    { ...features, method: 'GET', route: '/features', status_class: '2xx' },
    { '0.05': 100, '0.25': 100, '0.5': 100, '+Inf': 100 },
  ),
  ...histogram(
    'http_server_request_duration_seconds',
    { ...inference, method: 'POST', route: '/predict', status_class: '2xx' },
    { '0.05': 0, '0.25': 0, '0.5': 10, '+Inf': 10 },
  ),
};

const LOOKUPS: Series = histogram('ml_feature_fetch_duration_seconds', inference, {
  '0.05': 90,
  '0.25': 90,
  '0.5': 100,
  '+Inf': 100,
});

const MEMORY: Series = {
  [named('process_resident_memory_bytes', inference)]: gauge(300_000_000),
  [named('process_resident_memory_bytes', features)]: gauge(120_000_000),
};

const sources = (online: number, byDefault: number): Series => ({
  [named('ml_prediction_features_source_total', {
    ...inference,
    model_name: MODEL,
    features_source: 'online',
  })]: counter(online),
  [named('ml_prediction_features_source_total', {
    ...inference,
    model_name: MODEL,
    features_source: 'default',
  })]: counter(byDefault),
});

const predictions = (status: string, perSecond: number): Series => ({
  [named('ml_predictions_total', { ...inference, model_name: MODEL, model_version: '1', status })]:
    counter(perSecond),
});

/** The labels of what the running lab answers, and what is expected where the lab is not. */
const PANELS: readonly {
  readonly title: string;
  readonly labels: readonly string[];
  readonly situations: (query: string) => readonly Situation[];
}[] = [
  {
    title: 'Requests to services, p95',
    labels: [],
    situations: (query) => [
      {
        name: '110 requests a second, the slowest 10 of them from 0.25 to 0.5 s: 95 % within 0.3625 s',
        series: REQUESTS,
        expr: most(query),
        value: 0.3625,
      },
    ],
  },
  {
    title: 'Feature lookups, p95',
    labels: [],
    situations: (query) => [
      {
        name: '90 of 100 lookups within 0.05 s, the others from 0.25 to 0.5 s: 95 % within 0.375 s',
        series: LOOKUPS,
        expr: most(query),
        value: 0.375,
      },
    ],
  },
  {
    title: 'Memory',
    labels: ['service'],
    situations: (query) => [
      { name: 'two services that hold 420 MB', series: MEMORY, expr: total(query), value: 420_000_000 },
      { name: 'one line for each', series: MEMORY, expr: howMany(query), value: 2 },
    ],
  },
  {
    title: 'Degraded predictions',
    labels: [],
    situations: (query) => [
      {
        name: 'one prediction of four degraded: a quarter',
        series: sources(30, 10),
        expr: total(query),
        value: 0.25,
      },
      { name: 'nobody asks: no share at all, and no NaN', series: sources(0, 0), expr: howMany(query) },
    ],
  },
  {
    title: 'Failed predictions',
    labels: [],
    situations: (query) => [
      {
        name: 'two failures a second',
        series: { ...predictions('success', 20), ...predictions('error', 2) },
        expr: total(query),
        value: 2,
      },
      {
        name: 'a service that has never failed, and has no series of errors: 0',
        series: predictions('success', 20),
        expr: total(query),
        value: 0,
      },
      { name: 'no service that counts predictions: nothing', series: MEMORY, expr: howMany(query) },
    ],
  },
];

export const repair: Task = {
  id: 'repair',
  title: 'Repair what was handed over',
  deadlineSeconds: 30,
  hints: [
    'Look at each panel in the preview, and at its query in src/panels/handed-over.ts. Ask what the words of the description ask, and of what kind the metric is.',
    'In the order of the file: a mean of percentiles is no percentile; histogram_quantile needs a label that the sum has dropped; a rate is of counters; 0 / 0; and a sum of no series is no series.',
    'sum by (le) over all services inside histogram_quantile; by (le) instead of by (instance); no rate around process_resident_memory_bytes; `/ (sum(rate(…)) > 0)`; `… or 0 * sum(rate(ml_predictions_total[$__rate_interval]))`.',
  ],
  async check(lab) {
    const { board } = await built(lab);
    return firstFailure(
      ...PANELS.flatMap(({ title, labels, situations }, index) => {
        const query = queryOf(panelNamed(board, title));
        return [
          () => plays(lab, `handed-over-${index + 1}`, situations(filled(board, query.expr))),
          () => showsNow(lab, board, query, labels),
        ];
      }),
    );
  },
};
