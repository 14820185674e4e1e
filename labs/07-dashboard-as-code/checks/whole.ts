import { type CheckContext, type Finding, fails, firstFailure, found, type Task } from '@lab/course/lab';
import { type Board, built, filled, type Panel, panelsOf, type Query } from './board.ts';
import { answered, answerOf, atQuery, valuesOf } from './live.ts';

/** More than these are a texture; a heatmap has one series for each bound. */
const MOST_SERIES = 16;
/** Labels come minutes after their predictions: a lab that has just been started has measured nothing yet. */
const MAY_WAIT: Readonly<Record<string, string>> = {
  Accuracy: 'ml_model_accuracy',
  Drift: 'ml_data_drift_score',
};
/** What is read one by one, and not told apart by colour. */
const LISTS = ['logs', 'table', 'traces'];
const FIXED_WINDOW = /\[\s*\d+[smhd]/;
const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;
const LOADED = 'max by (model_name, model_version) (ml_model_loaded_timestamp_seconds)';
const ANNOTATION = 'Models loaded';
const MILLISECONDS = 1000;

/** What is wrong with one query of a panel; undefined where it draws something that can be read. */
async function problemOf(
  lab: CheckContext,
  board: Board,
  panel: Panel,
  query: Query,
): Promise<string | undefined> {
  const { expr = '', legendFormat = '' } = query;
  if (FIXED_WINDOW.test(expr)) return `has a window of fixed length: ${expr}`;
  const answer = await answerOf(lab, board, panel, query);
  if (answer.length === 0) return (await mayWait(lab, panel)) ? undefined : 'shows no data';
  if (answer.length > MOST_SERIES && !LISTS.includes(panel.type)) return `draws ${answer.length} lines`;
  const labels = new Set(answer.flatMap((each) => Object.keys(each)));
  const lost = [...legendFormat.matchAll(PLACEHOLDER)]
    .map(([, label = '']) => label)
    .find((one) => !labels.has(one));
  return lost === undefined ? undefined : `shows {{${lost}}} in its legend, which no series has`;
}

async function mayWait({ engines }: CheckContext, { title = '' }: Panel): Promise<boolean> {
  const metric = MAY_WAIT[title];
  return metric !== undefined && (await engines.prometheus.query(metric)).length === 0;
}

async function everyQueryAnswers(lab: CheckContext, board: Board): Promise<Finding> {
  const panels = panelsOf(board);
  const asked = panels.flatMap((panel) => (panel.targets ?? []).map((query) => ({ panel, query })));
  for (const { panel, query } of asked) {
    const problem = await problemOf(lab, board, panel, query);
    if (problem !== undefined)
      return fails({
        expected: `every query of every panel to ask a datasource of the lab's Grafana with $__rate_interval, to have data, at most ${MOST_SERIES} lines, and a legend of labels that they have`,
        seen: `"${panel.title}" ${problem}`,
        lookAt: atQuery(lab.endpoints.prometheus, filled(board, query.expr ?? '')),
      });
  }
  const silent = panels.filter(({ targets = [] }) => targets.length === 0).map(({ title }) => title);
  return found(silent.length === 0 && asked.length > 0, {
    expected: 'panels that ask something',
    seen: asked.length === 0 ? 'no queries' : `${silent.join(', ') || 'none'} without a query`,
    lookAt: 'src/panels',
  });
}

/** A variable offers values, and some query mentions it. */
async function variablesAreUsed(lab: CheckContext, board: Board): Promise<Finding> {
  const queries = JSON.stringify(panelsOf(board).map(({ targets }) => targets));
  const variables = board.templating?.list ?? [];
  const unused = variables.filter(({ name }) => !new RegExp(`\\$\\{?${name}\\b`).test(queries));
  const looked = {
    expected: 'variables that offer values, each of which some query uses',
    lookAt: 'variables in src/dashboard.ts',
  };
  if (variables.length === 0 || unused.length > 0)
    return fails({
      ...looked,
      seen:
        variables.length === 0 ? 'no variables' : `nothing uses ${unused.map(({ name }) => name).join(', ')}`,
    });
  const empty: string[] = [];
  for (const variable of variables)
    if ((await valuesOf(lab, board, variable)).length === 0) empty.push(variable.name);
  return found(empty.length === 0, { ...looked, seen: `${empty.join(', ') || 'none'} without values` });
}

async function drawsLoads(lab: CheckContext, board: Board): Promise<Finding> {
  const annotation = (board.annotations?.list ?? []).find(({ name }) => name === ANNOTATION);
  const looked = {
    expected: `an annotation "${ANNOTATION}" whose value is the moment, in milliseconds since 1970, for each model and version`,
    lookAt: atQuery(lab.endpoints.prometheus, annotation?.expr ?? LOADED),
  };
  if (annotation?.expr === undefined)
    return fails({ ...looked, seen: 'no annotation of that name with a query' });
  if (annotation.useValueForTime !== true)
    return fails({ ...looked, seen: 'it is drawn at the time of each sample: useValueForTime' });
  const moments = (await lab.engines.prometheus.query(LOADED)).map(({ value }) => Math.round(value));
  const drawn = (await answered(lab, board, annotation)).map(({ value }) => Math.round(value / MILLISECONDS));
  const sorted = (values: readonly number[]) => values.toSorted((one, other) => one - other).join(', ');
  return found(sorted(moments) === sorted(drawn), {
    ...looked,
    seen: `moments at ${drawn.map((seconds) => momentOf(seconds)).join(', ') || 'no time'}`,
  });
}

/** Seconds taken for milliseconds are in January 1970; the other way round they are beyond what a date can be. */
function momentOf(seconds: number): string {
  const date = new Date(seconds * MILLISECONDS);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString();
}

export const whole: Task = {
  id: 'whole',
  title: 'Ask every question, and draw what happened',
  deadlineSeconds: 40,
  hints: [
    'The preview shows every panel with what its query answers. For the annotation: ml_model_loaded_timestamp_seconds holds moments as values.',
    'A window of a rate in a panel is $__rate_interval, never [5m]. AnnotationQueryBuilder has expr, step, titleFormat and useValueForTime; Grafana reads the value as milliseconds.',
    "`new dashboard.AnnotationQueryBuilder().name('Models loaded').datasource(PROMETHEUS).enable(true).expr('max by (model_name, model_version) (ml_model_loaded_timestamp_seconds) * 1000').step('15s').useValueForTime(true).titleFormat('{{model_name}} {{model_version}} loaded')`",
  ],
  async check(lab) {
    const { board } = await built(lab);
    return firstFailure(
      () => everyQueryAnswers(lab, board),
      () => variablesAreUsed(lab, board),
      () => drawsLoads(lab, board),
    );
  },
};
