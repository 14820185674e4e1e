import type { Alerting, LatencySli } from '@lab/slo';
import { runbookPath, type Team } from '../alerts/alert.ts';
import type { MetricDefinition } from '../metric.ts';

/** One alert for all objectives: which one burns stands in its labels, and the way to find out why is the same. */
export const BUDGET_ALERT = 'ErrorBudgetBurn';

/** Page and ticket of an objective, labelled and annotated like every other alert of the catalogue. */
export const budgetAlerting = (service: string, team: Team): Alerting => ({
  name: BUDGET_ALERT,
  labels: { team, service },
  annotations: {
    summary: 'An error budget burns too fast',
    runbook_url: runbookPath(BUDGET_ALERT),
    dashboard_url: '/d/slo',
    dashboard_panel: 'Remaining error budget',
    description:
      'The {{ $labels.sloth_slo }} of {{ $labels.sloth_service }} burns its error budget: {{ $value | humanizePercentage }} of the events are bad right now, and have been for long enough to matter.',
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
