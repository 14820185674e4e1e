import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { httpServerRequestsTotal, mlDataDriftState, mlModelPredictionsTotal } from '@lab/catalogue';
import { spanCallsTotal } from '@lab/catalogue/external';
import { type LabelOf, type Series, select } from '@lab/catalogue/promql';
import { availability } from '@lab/catalogue/slos';
import { LOKI, PROMETHEUS } from './datasources.ts';
import { sloObjective } from './slo-series.ts';

interface Choice<S extends Series> {
  readonly name: string;
  readonly label: string;
  readonly series: S;
  readonly from: LabelOf<S>;
  /** What is chosen when the dashboard is opened. */
  readonly first: string;
}

/** One value of a label at a time. */
const oneOf = <S extends Series>({ name, label, series, from, first }: Choice<S>) =>
  new dashboard.QueryVariableBuilder(name)
    .label(label)
    .datasource(PROMETHEUS)
    .query({ query: `label_values(${select(series)}, ${from})`, refId: name })
    .refresh(dashboard.VariableRefresh.OnDashboardLoad)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .current({ text: first, value: first, selected: true });

/** A model that is served: `$model`. */
export const modelVariable = () =>
  oneOf({
    name: 'model',
    label: 'Model',
    series: mlModelPredictionsTotal,
    from: 'model_name',
    first: 'fraud-detection',
  });

/** A feature that is watched for drift: `$feature`. */
export const featureVariable = () =>
  oneOf({
    name: 'feature',
    label: 'Feature',
    series: mlDataDriftState,
    from: 'feature_name',
    first: 'amount',
  });

/** An objective: `$slo`. */
export const sloVariable = () =>
  oneOf({
    name: 'slo',
    label: 'Objective',
    series: sloObjective,
    from: 'sloth_slo',
    first: availability.name,
  });

/** A service that has ended spans: `$service`. */
export const tracedServiceVariable = () =>
  oneOf({
    name: 'service',
    label: 'Service',
    series: spanCallsTotal,
    from: 'service_name',
    first: 'inference',
  });

/** A service that answers requests, one at a time: `$service`. The exporter has no routes but those of its operators. */
export const serviceVariable = () =>
  oneOf({
    name: 'service',
    label: 'Service',
    series: httpServerRequestsTotal,
    from: 'service',
    first: 'inference',
  });

/** A service that has written lines, or all: `$service`. */
export const loggingServiceVariable = () =>
  new dashboard.QueryVariableBuilder('service')
    .label('Service')
    .datasource(LOKI)
    .query({ type: 1, label: 'service_name', stream: '', refId: 'service' })
    .refresh(dashboard.VariableRefresh.OnDashboardLoad)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .includeAll(true)
    .allValue('.+')
    .current({ text: 'All', value: '$__all', selected: true });
