import { type CheckContext, type Finding, fails, firstFailure, found, type Task } from '@lab/course/lab';
import { type Board, built, filled, MODEL, panelNamed, queryOf } from './board.ts';
import { hasFace } from './face.ts';
import { showsNow, valuesOf } from './live.ts';
import { counter, howMany, most, named, plays, type Series, type Situation, total } from './plays.ts';

const METRIC = 'ml_predictions_total';
const OTHER_MODEL = 'another-model';
const VARIABLE = 'model_name';

const predictions = (model_name: string, model_version: string, instance: string, status: string): string =>
  named(METRIC, { job: 'inference', instance, service: 'inference', model_name, model_version, status });

const FAILING: Series = {
  [predictions(MODEL, '1', 'a', 'success')]: counter(30),
  [predictions(MODEL, '1', 'b', 'success')]: counter(20),
  [predictions(MODEL, '1', 'a', 'error')]: counter(5),
  [predictions(MODEL, '2', 'a', 'success')]: counter(6),
  [predictions(MODEL, '2', 'b', 'error')]: counter(1),
  [predictions(OTHER_MODEL, '1', 'a', 'success')]: counter(100),
  [predictions(OTHER_MODEL, '1', 'a', 'error')]: counter(100),
};

const NEVER_FAILED: Series = {
  [predictions(MODEL, '1', 'a', 'success')]: counter(30),
  [predictions(MODEL, '2', 'a', 'success')]: counter(3),
};

const NOBODY_ASKS: Series = {
  [predictions(MODEL, '1', 'a', 'success')]: counter(0),
  [predictions(MODEL, '1', 'a', 'error')]: counter(0),
};

const rateSituations = (ofModel: string, ofOther: string): readonly Situation[] => [
  { name: 'two versions on two instances: two lines', series: FAILING, expr: howMany(ofModel), value: 2 },
  { name: 'all that was asked for, failed or not', series: FAILING, expr: total(ofModel), value: 62 },
  { name: 'version 1 has 55 a second', series: FAILING, expr: most(ofModel), value: 55 },
  { name: 'the model that is chosen, and no other', series: FAILING, expr: total(ofOther), value: 200 },
];

const ratioSituations = (ofModel: string, ofOther: string): readonly Situation[] => [
  { name: '6 of 62 failed: one line, at that share', series: FAILING, expr: total(ofModel), value: 0.0968 },
  { name: 'half of the other model failed', series: FAILING, expr: total(ofOther), value: 0.5 },
  {
    name: 'nothing has ever failed, and nobody has counted an error: 0',
    series: NEVER_FAILED,
    expr: total(ofModel),
    value: 0,
  },
  { name: 'nobody asks: no share at all, neither 0 nor NaN', series: NOBODY_ASKS, expr: howMany(ofModel) },
];

/** The variable offers what there is, and begins with one of them. */
async function offersModels(lab: CheckContext, board: Board): Promise<Finding> {
  const variable = (board.templating?.list ?? []).find(({ name }) => name === VARIABLE);
  const looked = {
    expected: `a variable ${VARIABLE} whose values come from a query, and that is ${MODEL} when the dashboard is opened`,
    lookAt: 'variables in src/dashboard.ts',
  };
  if (variable === undefined) return fails({ ...looked, seen: 'no such variable' });
  const values = await valuesOf(lab, board, variable);
  return found(values.includes(MODEL) && variable.current?.value === MODEL, {
    ...looked,
    seen: `it offers ${values.join(', ') || 'nothing'} and begins with ${String(variable.current?.value ?? 'nothing')}`,
  });
}

export const red: Task = {
  id: 'red',
  title: 'Rate, errors, and a model to choose',
  hints: [
    'The counter ml_predictions_total has model_name, model_version and status. @lab/catalogue has it as mlPredictionsTotal, and @lab/catalogue/promql has rate, sumBy and ratio.',
    'A QueryVariableBuilder named model_name with label_values(…) and .current(…); sum by (model_version) of a rate; and a share whose numerator is 0 where no error has been counted, and whose denominator is nothing where nobody asks.',
    '`(sum(rate(errors)) or vector(0)) / (sum(rate(all)) > 0)`, each with {model_name="$model_name"} and [$__rate_interval]; `new dashboard.QueryVariableBuilder("model_name").query({ query: "label_values(ml_predictions_total, model_name)", refId: "model_name" }).current({ text: "fraud-detection", value: "fraud-detection", selected: true })`.',
  ],
  async check(lab) {
    const { board } = await built(lab);
    const requests = panelNamed(board, 'Requests');
    const errors = panelNamed(board, 'Error ratio');
    const both = (expr: string, situations: typeof rateSituations) =>
      situations(
        filled(board, expr, { [VARIABLE]: MODEL }),
        filled(board, expr, { [VARIABLE]: OTHER_MODEL }),
      );
    return firstFailure(
      () => offersModels(lab, board),
      () =>
        hasFace(requests, {
          types: ['timeseries'],
          unit: /^(?:req|op|c)ps$/,
          unitMeans: 'requests per second',
          legend: ['model_version'],
        }),
      () => plays(lab, 'requests', both(queryOf(requests).expr, rateSituations)),
      () => showsNow(lab, board, queryOf(requests), ['model_version']),
      () =>
        hasFace(errors, {
          types: ['timeseries', 'stat'],
          unit: /^percentunit$/,
          unitMeans: 'percent of 1 (percentunit)',
        }),
      () => plays(lab, 'error-ratio', both(queryOf(errors).expr, ratioSituations)),
      () => showsNow(lab, board, queryOf(errors), []),
    );
  },
};
