import { accuracy, driftFree } from '@lab/catalogue/slos';
import {
  type CheckContext,
  type Finding,
  fails,
  firstFailure,
  found,
  passes,
  type Task,
} from '@lab/course/lab';
import type { SloSpec } from '@lab/slo';
import { type Board, built, filled, MODEL, type Panel, panelNamed, queryOf, type Step } from './board.ts';
import { hasFace } from './face.ts';
import { answered, atQuery } from './live.ts';
import { MOVED_BY } from './moved-objectives.ts';
import { gauge, howMany, least, most, named, plays, type Series, type Situation } from './plays.ts';

const MONITOR = { job: 'monitor', instance: 'monitor', service: 'monitor' };
const MOST_LINES = 8;
const FEATURES = 12;

const ACCURACIES: Series = {
  [named('ml_model_accuracy', { ...MONITOR, model_name: MODEL, model_version: '1' })]: gauge(0.93),
  [named('ml_model_accuracy', { ...MONITOR, model_name: MODEL, model_version: '2' })]: gauge(0.81),
  [named('ml_model_accuracy', { ...MONITOR, model_name: 'another-model', model_version: '1' })]: gauge(0.4),
};

const DRIFTS: Series = {
  ...Object.fromEntries(
    Array.from({ length: FEATURES }, (_, index) => [
      named('ml_data_drift_score', { ...MONITOR, model_name: MODEL, feature_name: `feature_${index}` }),
      gauge(index / 20),
    ]),
  ),
  [named('ml_data_drift_score', { ...MONITOR, model_name: 'another-model', feature_name: 'amount' })]:
    gauge(1),
};

interface Limited {
  readonly title: string;
  readonly metric: string;
  readonly objective: SloSpec;
  readonly unit: RegExp;
  readonly unitMeans: string;
  readonly situations: (query: string) => readonly Situation[];
}

const LIMITED: readonly Limited[] = [
  {
    title: 'Accuracy',
    metric: 'ml_model_accuracy',
    objective: accuracy,
    unit: /^percentunit$/,
    unitMeans: 'percent of 1 (percentunit)',
    situations: (query) => [
      { name: 'a line for each version of the model', series: ACCURACIES, expr: howMany(query), value: 2 },
      { name: 'the better one at 0.93', series: ACCURACIES, expr: most(query), value: 0.93 },
      { name: 'the worse one at 0.81', series: ACCURACIES, expr: least(query), value: 0.81 },
    ],
  },
  {
    title: 'Drift',
    metric: 'ml_data_drift_score',
    objective: driftFree,
    unit: /^(?:short|none|percentunit)$/,
    unitMeans: 'a number from 0 to 1 (short)',
    situations: (query) => [
      {
        name: `${FEATURES} features: the one that moved most is shown`,
        series: DRIFTS,
        expr: most(query),
        value: 0.55,
      },
      {
        name: `and no more than ${MOST_LINES} lines`,
        series: DRIFTS,
        expr: `${howMany(query)} <= bool ${MOST_LINES}`,
        value: 1,
      },
    ],
  },
];

/** The number at which an objective about a gauge turns from good to bad, and on which side good is. */
function limitOf({ name, sli }: SloSpec): { readonly threshold: number; readonly goodAbove: boolean } {
  if (sli.kind !== 'gauge') throw new Error(`${name} is not about a gauge`);
  return { threshold: sli.good.threshold, goodAbove: sli.good.operator.startsWith('>') };
}

const stepsOf = ({ fieldConfig }: Panel): readonly Step[] => fieldConfig?.defaults?.thresholds?.steps ?? [];
const limitsOf = (panel: Panel): readonly number[] =>
  stepsOf(panel).flatMap(({ value }) => (value === null || value === undefined ? [] : [value]));

function drawsLimit(panel: Panel, moved: Panel, objective: SloSpec): Finding {
  const { threshold, goodAbove } = limitOf(objective);
  const looked = {
    expected: `a line at the limit of the objective ${objective.name}, red on its bad side, that moves when the objective does`,
    lookAt: `thresholds and thresholdsStyle of "${panel.title}"; packages/catalogue/src/slos/model-quality.ts`,
  };
  if ((panel.fieldConfig?.defaults?.custom?.thresholdsStyle?.mode ?? 'off') === 'off')
    return fails({ ...looked, seen: 'thresholds are not drawn: thresholdsStyle' });
  const is = (limits: readonly number[], wanted: number) =>
    limits.length === 1 && Math.abs((limits[0] ?? 0) - wanted) < 1e-9;
  if (!is(limitsOf(panel), threshold))
    return fails({ ...looked, seen: `limits at ${limitsOf(panel).join(', ') || 'nothing'}` });
  if (!is(limitsOf(moved), threshold * MOVED_BY))
    return fails({
      ...looked,
      seen: `with an objective at ${Number((threshold * MOVED_BY).toPrecision(6))} it is still at ${limitsOf(moved).join(', ')}`,
    });
  const [below, above] = stepsOf(panel).map(({ color }) => color);
  const [good, bad] = goodAbove ? [above, below] : [below, above];
  return found(/red/.test(bad ?? '') && !/red/.test(good ?? ''), {
    ...looked,
    seen: `${below} below, ${above} above`,
  });
}

/** Nothing to show is right only as long as nobody has measured anything. */
async function showsMeasured(
  lab: CheckContext,
  board: Board,
  panel: Panel,
  metric: string,
): Promise<Finding> {
  const query = queryOf(panel);
  const looked = {
    expected: `what the lab has measured of ${metric}`,
    lookAt: atQuery(lab.endpoints.prometheus, filled(board, query.expr)),
  };
  const shown = (await answered(lab, board, query)).length;
  if (shown > 0) return passes({ ...looked, seen: `${shown} series` });
  const measured = (await lab.engines.prometheus.query(`${metric}{model_name="${MODEL}"}`)).length;
  return found(measured === 0, {
    ...looked,
    seen:
      measured === 0
        ? 'nothing, and nothing has been measured yet'
        : `no data, and there are ${measured} series`,
  });
}

export const limits: Task = {
  id: 'limits',
  title: 'Limits that nobody types',
  hints: [
    'packages/catalogue/src/slos/model-quality.ts has the objectives accuracy and drift-free. What mlMonitoring is given in slos is such objects; an objective about a gauge has sli.good.',
    'Find the objective by its name in slos, take sli.good.threshold for the limit, and sli.good.operator for the side that is good. steps of src/house-style.ts makes thresholds, dashed draws them.',
    "const sli = slos.find(({ name }) => name === 'accuracy')?.sli; where sli.kind is 'gauge': .thresholds(steps({ from: null, color: 'red' }, { from: sli.good.threshold, color: 'green' })).thresholdsStyle(dashed()), and the colours the other way round for '<'. Drift: topk(5, ml_data_drift_score{model_name=\"$model_name\"}).",
  ],
  async check(lab) {
    const { board, withMovedLimits } = await built(lab);
    return firstFailure(
      ...LIMITED.flatMap(({ title, metric, objective, unit, unitMeans, situations }) => {
        const panel = panelNamed(board, title);
        const query = filled(board, queryOf(panel).expr, { model_name: MODEL });
        return [
          () => hasFace(panel, { types: ['timeseries'], unit, unitMeans }),
          () => plays(lab, title.toLowerCase(), situations(query)),
          () => drawsLimit(panel, panelNamed(withMovedLimits, title), objective),
          () => showsMeasured(lab, board, panel, metric),
        ];
      }),
    );
  },
};
