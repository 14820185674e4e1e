/** Ways to ask. The datasource is named on every query, so that a copied panel still knows it. Done. */
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';

/** The uids that the lab's Grafana has for its datasources: infra/grafana/provisioning. */
export const PROMETHEUS = { type: 'prometheus', uid: 'prometheus' } as const;
export const TEMPO = { type: 'tempo', uid: 'tempo' } as const;

/** A line for each series, over the time that is looked at. */
export const lines = (expression: string, legend: string) =>
  new prometheus.DataqueryBuilder()
    .datasource(PROMETHEUS)
    .expr(expression)
    .legendFormat(legend)
    .range()
    .exemplar(false);

/** What is now, for single numbers and bars. */
export const now = (expression: string, legend: string) =>
  new prometheus.DataqueryBuilder()
    .datasource(PROMETHEUS)
    .expr(expression)
    .legendFormat(legend)
    .instant()
    .exemplar(false);
