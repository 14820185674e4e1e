import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { readDatasources } from './datasources.ts';
import { atQuery } from './target-of.ts';

const FILE = 'grafana/first-dashboard.json';
/** Of the lab's own Prometheus: what the panel's sum is held against. Both look at the same counter. */
const TRUTH = 'sum(rate(ml_predictions_total[1m]))';
const TOLERANCE = 0.3;
/** Grafana reads both ways to write a variable. */
const RATE_INTERVAL = /\$(?:__rate_interval\b|\{__rate_interval\})/g;

interface Dashboard {
  readonly panels?: readonly {
    readonly type?: string;
    readonly title?: string;
    readonly datasource?: { readonly uid?: string };
    readonly targets?: readonly { readonly expr?: string }[];
  }[];
}

export const firstPanel: Task = {
  id: 'first-panel',
  title: 'Draw the first panel',
  needs: ['scrape-services', 'datasources'],
  deadlineSeconds: 60,
  hints: [
    'Find the query first, on the query page of your Prometheus or with ./lab tool promtool query instant. It is about a counter: what it counts since its start is not what a graph should show.',
    'One panel of type timeseries, with the uid of your Prometheus and one target. Its expression sums a rate by model_name and model_version; in Grafana the window of a rate is $__rate_interval.',
    '`"expr": "sum by (model_name, model_version) (rate(ml_predictions_total[$__rate_interval]))"` in targets of a panel with `"datasource": { "type": "prometheus", "uid": "<uid of task 6>" }`, a title and a gridPos.',
  ],
  async check(lab) {
    const dashboard = JSON.parse(await lab.files.read(FILE)) as Dashboard;
    const panel = dashboard.panels?.[0];
    const expression = panel?.targets?.[0]?.expr;
    return firstFailure(
      () =>
        found(expression !== undefined && (panel?.title ?? '') !== '', {
          expected: 'a panel with a title and a query',
          seen: panel === undefined ? 'no panel' : 'a panel without one of them',
          lookAt: FILE,
        }),
      () =>
        found(panel?.type === 'timeseries', {
          expected: 'a panel of type timeseries',
          seen: panel?.type === undefined ? 'a panel without a type' : `one of type ${panel.type}`,
          lookAt: FILE,
        }),
      () =>
        found(expression?.search(RATE_INTERVAL) !== -1, {
          expected: 'a rate over $__rate_interval, the window that Grafana chooses',
          seen: expression ?? 'no expression',
          lookAt: FILE,
        }),
      () => usesOwnDatasource(lab, panel?.datasource?.uid),
      () => showsPredictions(lab, (expression ?? '').replaceAll(RATE_INTERVAL, '1m')),
    );
  },
};

async function usesOwnDatasource(lab: CheckContext, uid: string | undefined): Promise<Finding> {
  const own = (await readDatasources(lab)).find(({ type }) => type === 'prometheus');
  return found(uid !== undefined && uid === own?.uid, {
    expected: `the panel asks the datasource ${own?.uid}`,
    seen: uid === undefined ? 'no uid: it would ask whatever is the default' : `the uid ${uid}`,
    lookAt: FILE,
  });
}

/** As many as the lab itself sees, and split by model and version: not a counter, not one series, not another metric. */
async function showsPredictions(
  { workbenchEngines, engines, workbench }: CheckContext,
  expression: string,
): Promise<Finding> {
  const series = await workbenchEngines.prometheus.query(expression);
  const shown = series.reduce((sum, { value }) => sum + value, 0);
  const truth = await engines.prometheus.sum(TRUTH);
  const labels = new Set(series.flatMap((one) => Object.keys(one.labels)));
  const split = labels.size === 2 && labels.has('model_name') && labels.has('model_version');
  return found(split && Math.abs(shown - truth) <= truth * TOLERANCE, {
    expected: `series by model_name and model_version that add up to ${truth.toFixed(1)} predictions per second, within ${TOLERANCE * 100} %`,
    seen: `${series.length} series by ${[...labels].join(', ') || 'nothing'} that add up to ${shown.toFixed(1)}`,
    lookAt: atQuery(workbench.prometheus, expression),
  });
}
