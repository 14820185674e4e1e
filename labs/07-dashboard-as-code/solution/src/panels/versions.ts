/** The versions of a model side by side. */
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { mlModelInferenceDurationSeconds, mlModelPredictionsTotal } from '@lab/catalogue';
import { quantile, rate, ratio, sumBy } from '@lab/catalogue/promql';
import { timeseries } from '../house-style.ts';
import { lines } from '../queries.ts';
import { CHOSEN, WINDOW } from '../variables.ts';

const VERSION = ['model_version'];
const LEGEND = 'version {{model_version}}';

const rows = sumBy(VERSION, rate(mlModelPredictionsTotal, WINDOW, CHOSEN));
const failedRows = sumBy(VERSION, rate(mlModelPredictionsTotal, WINDOW, { ...CHOSEN, status: 'error' }));

const rowsByVersion = () =>
  timeseries({
    title: 'Rows by version',
    description: 'Rows per second that each version scored, whoever asked.',
    unit: units.RecordsPerSecond,
  }).withTarget(lines(rows, LEGEND));

const errorsByVersion = () =>
  timeseries({
    title: 'Errors by version',
    description: 'Share of the rows that a version could not score. 0 for one that never failed.',
    unit: units.PercentUnit,
  }).withTarget(lines(ratio(`(${failedRows} or 0 * ${rows})`, rows), LEGEND));

const latencyByVersion = () =>
  timeseries({
    title: 'Latency by version',
    description: '95th percentile of one execution. Larger batches take longer: look at the rows beside it.',
    unit: units.Seconds,
  }).withTarget(lines(quantile(0.95, mlModelInferenceDurationSeconds, VERSION, WINDOW, CHOSEN), LEGEND));

export const versions = (): readonly cog.Builder<dashboard.Panel>[] => [
  rowsByVersion(),
  errorsByVersion(),
  latencyByVersion(),
];
