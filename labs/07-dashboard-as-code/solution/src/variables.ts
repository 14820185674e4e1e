import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { mlPredictionsTotal } from '@lab/catalogue';
import { PROMETHEUS } from './queries.ts';

/** A model that answers customers: `$model_name`. */
export const modelName = () =>
  new dashboard.QueryVariableBuilder('model_name')
    .label('Model')
    .datasource(PROMETHEUS)
    .query({ query: `label_values(${mlPredictionsTotal.name}, model_name)`, refId: 'model_name' })
    .refresh(dashboard.VariableRefresh.OnDashboardLoad)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .current({ text: 'fraud-detection', value: 'fraud-detection', selected: true });

/** In matchers: the model that is chosen. */
export const CHOSEN = { model_name: '$model_name' } as const;

/** Four scrapes, or the width of a pixel where that is more: Grafana works it out. */
export const WINDOW = '$__rate_interval';
