import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { httpServerRequestsTotal } from '@lab/catalogue';
import { select } from '@lab/catalogue/promql';
import { LOKI, PROMETHEUS } from './datasources.ts';

/** A service that answers requests, one at a time: `$service`. The exporter has no routes but those of its operators. */
export const serviceVariable = () =>
  new dashboard.QueryVariableBuilder('service')
    .label('Service')
    .datasource(PROMETHEUS)
    .query({ query: `label_values(${select(httpServerRequestsTotal)}, service)`, refId: 'service' })
    .refresh(dashboard.VariableRefresh.OnDashboardLoad)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .current({ text: 'inference', value: 'inference', selected: true });

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
