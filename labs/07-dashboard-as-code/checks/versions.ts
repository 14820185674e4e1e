import {
  type CheckContext,
  type Finding,
  firstFailure,
  found,
  type LabContext,
  type Task,
} from '@lab/course/lab';
import { type Board, built, filled, MODEL, type Panel, panelNamed, queryOf } from './board.ts';
import { hasFace } from './face.ts';
import { answered, atQuery } from './live.ts';
import {
  counter,
  histogram,
  howMany,
  least,
  most,
  named,
  plays,
  type Series,
  type Situation,
} from './plays.ts';

const ROWS = 'ml_model_predictions_total';
const DURATION = 'ml_model_inference_duration_seconds';
const LOADED = `count by (model_version) (ml_model_loaded_timestamp_seconds{model_name="${MODEL}"})`;

const of = (instance: string, model_version: string, model_name: string = MODEL) => ({
  job: 'inference',
  instance,
  service: 'inference',
  model_name,
  model_version,
});

/** Version 2 has never failed, and has no series of errors; version 3 is loaded and scores nothing. */
const SCORED: Series = {
  [named(ROWS, { ...of('a', '1'), status: 'success' })]: counter(30),
  [named(ROWS, { ...of('b', '1'), status: 'success' })]: counter(8),
  [named(ROWS, { ...of('b', '1'), status: 'error' })]: counter(2),
  [named(ROWS, { ...of('a', '2'), status: 'success' })]: counter(10),
  [named(ROWS, { ...of('a', '3'), status: 'success' })]: counter(0),
  [named(ROWS, { ...of('a', '3'), status: 'error' })]: counter(0),
  [named(ROWS, { ...of('a', '1', 'another-model'), status: 'error' })]: counter(900),
};

const EXECUTED: Series = {
  ...histogram(DURATION, of('a', '1'), { '0.001': 90, '0.01': 90, '0.05': 90, '+Inf': 90 }),
  ...histogram(DURATION, of('b', '1'), { '0.001': 0, '0.01': 0, '0.05': 10, '+Inf': 10 }),
  ...histogram(DURATION, of('a', '2'), { '0.001': 5, '0.01': 10, '0.05': 10, '+Inf': 10 }),
  ...histogram(DURATION, of('a', '1', 'another-model'), { '0.001': 0, '0.01': 0, '0.05': 0, '+Inf': 50 }),
};

interface Side {
  readonly title: string;
  readonly unit: RegExp;
  readonly unitMeans: string;
  readonly situations: (query: string) => readonly Situation[];
}

const SIDES: readonly Side[] = [
  {
    title: 'Rows by version',
    unit: /ps$|^short$/,
    unitMeans: 'rows per second',
    situations: (query) => [
      {
        name: 'version 1 scores 40 rows a second on two instances',
        series: SCORED,
        expr: most(query),
        value: 40,
      },
    ],
  },
  {
    title: 'Errors by version',
    unit: /^percentunit$/,
    unitMeans: 'percent of 1 (percentunit)',
    situations: (query) => [
      { name: '2 of 40 rows of version 1 failed', series: SCORED, expr: most(query), value: 0.05 },
      { name: 'version 2 has never failed: 0, not nothing', series: SCORED, expr: least(query), value: 0 },
      {
        name: 'two lines: version 3 scores nothing, and has no share',
        series: SCORED,
        expr: howMany(query),
        value: 2,
      },
    ],
  },
  {
    title: 'Latency by version',
    unit: /^s$/,
    unitMeans: 'seconds',
    situations: (query) => [
      // 95 of 100 executions: half of the way through the bucket from 0.01 to 0.05.
      {
        name: '95 % of the executions of version 1 within 0.03 s',
        series: EXECUTED,
        expr: most(query),
        value: 0.03,
      },
      { name: 'of version 2 within 0.0091 s', series: EXECUTED, expr: least(query), value: 0.0091 },
      { name: 'two lines', series: EXECUTED, expr: howMany(query), value: 2 },
    ],
  },
];

/** One series for each version that is loaded. A version that had nothing to do may have none. */
async function compares(lab: CheckContext, board: Board, panel: Panel): Promise<Finding> {
  const loaded = (await lab.engines.prometheus.query(LOADED)).map(({ labels }) => labels.model_version);
  const samples = await answered(lab, board, queryOf(panel));
  const shown = samples.map(({ labels }) => labels.model_version);
  const plain = samples.every(({ labels }) => Object.keys(labels).every((label) => /^model_/.test(label)));
  return found(
    plain &&
      shown.length > 0 &&
      new Set(shown).size === shown.length &&
      shown.every((one) => loaded.includes(one)),
    {
      expected: `"${panel.title}" with one series for each version that is loaded: ${loaded.join(', ')}`,
      seen: samples.map(({ labels }) => JSON.stringify(labels)).join(' ') || 'no data',
      lookAt: atQuery(lab.endpoints.prometheus, filled(board, queryOf(panel).expr)),
    },
  );
}

const looksRight = (lab: CheckContext, board: Board, side: Side) => {
  const panel = panelNamed(board, side.title);
  const query = filled(board, queryOf(panel).expr, { model_name: MODEL });
  const { unit, unitMeans } = side;
  return [
    () => hasFace(panel, { types: ['timeseries', 'bargauge'], unit, unitMeans, legend: ['model_version'] }),
    () => plays(lab, side.title.toLowerCase().replaceAll(' ', '-'), side.situations(query)),
    () => compares(lab, board, panel),
  ];
};

const TOLERANCE = 0.15;
/** Rows a second that no version has without the job: the traffic's 20, and half as many again. */
const MORE_THAN_TRAFFIC = 30;
const STEP_SECONDS = 5;
/** A rate looks back so far: what it sees of the time before the start is not this learner's. */
const WINDOW_SECONDS = 60;
/** A range query has no more than 11,000 points. */
const LONGEST_SECONDS = 50_000;

/** The most rows a second that each version has scored since the learner began. */
export async function busiest({
  engines,
  startedAt,
}: Pick<LabContext, 'engines' | 'startedAt'>): Promise<{ version: string; rows: number } | undefined> {
  const start = Math.max(startedAt / 1000 + WINDOW_SECONDS, Date.now() / 1000 - LONGEST_SECONDS);
  const series = await engines.prometheus.queryRange(
    `sum by (model_version) (rate(${ROWS}{model_name="${MODEL}"}[${WINDOW_SECONDS}s]))`,
    { start: Math.min(start, Date.now() / 1000), step: STEP_SECONDS },
  );
  return series
    .map(({ labels, points }) => ({
      version: labels.model_version ?? '',
      rows: Math.max(0, ...points.map(({ value }) => value)),
    }))
    .sort((one, other) => other.rows - one.rows)
    .at(0);
}

async function namesTheJob(lab: CheckContext): Promise<Finding> {
  const top = await busiest(lab);
  const answer = lab.answer(versions.id) ?? '';
  const [version, rows] = answer.split(',').map((part) => part.trim());
  const looked = {
    expected: 'the version that the job asked, and its most rows a second over a minute, to 15 %',
    lookAt: `"Rows by version", ${lab.workbench.service}`,
  };
  if (top === undefined || top.rows < MORE_THAN_TRAFFIC)
    return found(false, {
      ...looked,
      seen: 'no job so far: no version has scored more than customers ask for',
    });
  const isNear = Math.abs(Number(rows) - top.rows) <= top.rows * TOLERANCE;
  return found(version === top.version && isNear, { ...looked, seen: `"${answer}"` });
}

export const versions: Task = {
  id: 'versions',
  title: 'Versions side by side',
  deadlineSeconds: 40,
  question: {
    text: 'Which version did the job of the evening ask, and how many rows per second did that version score at the most?',
    form: 'version, rows per second to 15 %: as 2, 140',
  },
  hints: [
    'ml_model_predictions_total counts rows, ml_model_inference_duration_seconds times executions; both have model_version. For the question push the button and watch Rows by version.',
    'All three group by model_version. A version without a series of errors has to be 0, and `vector(0)` has no version. A version without rows has to be absent.',
    '`(sum by (model_version) (rate(errors)) or 0 * sum by (model_version) (rate(all))) / (sum by (model_version) (rate(all)) > 0)`. The question: max_over_time((sum by (model_version) (rate(ml_model_predictions_total[1m])))[15m:5s]).',
  ],
  async check(lab) {
    const { board } = await built(lab);
    return firstFailure(...SIDES.flatMap((side) => looksRight(lab, board, side)), () => namesTheJob(lab));
  },
};
