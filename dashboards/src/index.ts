import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { alertsIncidents } from './dashboards/alerts-incidents.ts';
import { businessImpact } from './dashboards/business-impact.ts';
import { capacity } from './dashboards/capacity.ts';
import { costCardinality } from './dashboards/cost-cardinality.ts';
import { dataDrift } from './dashboards/data-drift.ts';
import { experiments } from './dashboards/experiments.ts';
import { featureService } from './dashboards/feature-service.ts';
import { gpu } from './dashboards/gpu.ts';
import { host } from './dashboards/host.ts';
import { labOverview } from './dashboards/lab-overview.ts';
import { logs } from './dashboards/logs.ts';
import { mlPerformance } from './dashboards/ml-performance.ts';
import { modelServing } from './dashboards/model-serving.ts';
import { servicesRed } from './dashboards/services-red.ts';
import { slo } from './dashboards/slo.ts';
import { telemetryPipeline } from './dashboards/telemetry-pipeline.ts';
import { traces } from './dashboards/traces.ts';
import {
  annotationQueriesOf,
  type Choices,
  type DashboardQuery,
  queriesOf,
  variableQueriesOf,
} from './queries-of.ts';

export { type Endpoints, type QueryOutcome, runQueries } from './live-check.ts';
export type { Choices, DashboardQuery } from './queries-of.ts';
export { runbookQueries } from './runbook-queries.ts';

/** All dashboards, built anew: Grafana's own model, ready to be written as JSON. */
export const dashboards = (): readonly dashboard.Dashboard[] => [
  labOverview(),
  mlPerformance(),
  dataDrift(),
  experiments(),
  slo(),
  alertsIncidents(),
  businessImpact(),
  servicesRed(),
  modelServing(),
  featureService(),
  host(),
  gpu(),
  capacity(),
  telemetryPipeline(),
  costCardinality(),
  traces(),
  logs(),
];

/**
 * Every query of every panel and variable, and what is drawn over the graphs, ready to be asked; variables have the values
 * that are chosen, or their first.
 */
export const dashboardQueries = (choices: Choices = {}): readonly DashboardQuery[] => {
  const boards = dashboards();
  return [
    ...boards.flatMap((board) => [...queriesOf(board, choices), ...variableQueriesOf(board, choices)]),
    // The same on every dashboard.
    ...boards.slice(0, 1).flatMap(annotationQueriesOf),
  ];
};

export interface PanelWaitingForFault {
  readonly dashboard: string;
  readonly panel: string;
  readonly query: DashboardQuery;
  /** Name of the fault; while it is injected, the query answers. */
  readonly fault: string;
}

/** What a healthy lab cannot prove: panels that show something only during a fault, for the drill of that fault. */
export const panelsWaitingForFaults = (choices: Choices = {}): readonly PanelWaitingForFault[] =>
  dashboardQueries(choices).flatMap((query) => {
    const { dashboard, panel, fault } = query;
    return fault === undefined ? [] : [{ dashboard, panel, query, fault }];
  });
