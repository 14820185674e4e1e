import type { Alerting, LatencySli } from '@lab/slo';
import { runbookPath, type Team } from '../alerts/alert.ts';
import { errorBudgetBurn } from '../alerts/budget-burn.ts';
import type { MetricDefinition } from '../metric.ts';

/** Page and ticket of an objective, labelled and annotated like every other alert of the catalogue. */
export const budgetAlerting = (service: string, team: Team): Alerting => ({
  name: errorBudgetBurn.name,
  labels: { team, service },
  annotations: {
    summary: errorBudgetBurn.summary,
    runbook_url: runbookPath(errorBudgetBurn.name),
    dashboard_url: `/d/${errorBudgetBurn.panel.dashboard}`,
    dashboard_panel: errorBudgetBurn.panel.panel,
    description: errorBudgetBurn.description,
  },
  page: { labels: { severity: 'critical' } },
  ticket: { labels: { severity: 'warning' } },
});

/** Share of a histogram's events that took no longer than a bound of it. */
export const latencySli = (
  histogram: MetricDefinition<'histogram'>,
  threshold: number,
  matchers = '',
): LatencySli => ({
  kind: 'latency',
  histogram: histogram.name,
  matchers,
  threshold,
  bounds: histogram.buckets ?? [],
});
