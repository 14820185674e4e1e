import { mlModelPredictionsTotal, mlModelRole } from '../metrics/inference.ts';
import { mlExperimentVerdict } from '../metrics/monitor.ts';
import { copyLabel, like, maxBy, select, sumBy, withEvents } from '../promql.ts';
import { inferenceLatencyP95, versionErrorRatio } from '../rules/models.ts';
import type { Alert, AlertGroup } from './alert.ts';

const VERSION = ['model_name', 'model_version'] as const;
/** Fewer rows say nothing about one version against another. */
const MINIMUM_ROWS = 50;

const inRole = (series: string, role: 'canary' | 'champion') =>
  `${series} and on (model_name, model_version) (${select(mlModelRole, { role })} == 1)`;
/** The champion's value under the labels of a canary's; there is one champion for each model. */
const champions = (series: string) => maxBy(['model_name'], inRole(series, 'champion'));
const comparison = (expression: string, name: string) =>
  `label_replace(\n${expression},\n"comparison", "${name}", "", "")`;

const errors = select(versionErrorRatio);
const latency = select(inferenceLatencyP95);
const enough = (condition: string) =>
  withEvents(condition, MINIMUM_ROWS, mlModelPredictionsTotal, VERSION, '5m');

/**
 * Two witnesses: the monitor's statistics, which wait until they are sure, and the plain figures, which need no
 * monitor. Two points of errors more, or twice the duration and by enough to be felt, are beyond chance.
 */
export const canaryWorseThanChampion: Alert = {
  name: 'CanaryWorseThanChampion',
  expression: [
    comparison(
      enough(`(${inRole(errors, 'canary')})\n- on (model_name) group_left () ${champions(errors)} > 0.02`),
      'error_rate',
    ),
    comparison(
      enough(
        `(${inRole(latency, 'canary')})\n> on (model_name) group_left () (2 * ${champions(latency)})\nand ${latency} > 0.05`,
      ),
      'latency',
    ),
    `${sumBy([...VERSION, 'comparison'], copyLabel(select(mlExperimentVerdict, { verdict: 'worse', comparison: like('error_rate|latency|accuracy') }), 'challenger_version', 'model_version'))} > 0
and on (model_name, model_version) (${select(mlModelRole, { role: 'canary' })} == 1)`,
  ].join('\nor '),
  for: '2m',
  severity: 'critical',
  team: 'data-science',
  labels: { service: 'inference' },
  summary: 'A canary does worse than the champion',
  description:
    'Customers who get {{ $labels.model_name }} {{ $labels.model_version }} are worse off than with the champion: {{ $labels.comparison }}.',
  panel: { dashboard: 'experiments', panel: 'Verdicts' },
};

export const experimentsAlerts: AlertGroup = { name: 'experiments', alerts: [canaryWorseThanChampion] };
