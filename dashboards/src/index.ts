import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { featureService } from './dashboards/feature-service.ts';
import { gpu } from './dashboards/gpu.ts';
import { host } from './dashboards/host.ts';
import { labOverview } from './dashboards/lab-overview.ts';
import { logs } from './dashboards/logs.ts';
import { modelServing } from './dashboards/model-serving.ts';
import { servicesRed } from './dashboards/services-red.ts';
import { telemetryPipeline } from './dashboards/telemetry-pipeline.ts';
import { type Choices, type DashboardQuery, queriesOf } from './queries-of.ts';

export { type Endpoints, type QueryOutcome, runQueries } from './live-check.ts';
export type { Choices, DashboardQuery } from './queries-of.ts';
export { runbookQueries } from './runbook-queries.ts';

/** All dashboards, built anew: Grafana's own model, ready to be written as JSON. */
export const dashboards = (): readonly dashboard.Dashboard[] => [
  labOverview(),
  servicesRed(),
  modelServing(),
  featureService(),
  host(),
  gpu(),
  telemetryPipeline(),
  logs(),
];

/** Every query of every panel, ready to be asked; variables have the values that are chosen, or their first. */
export const dashboardQueries = (choices: Choices = {}): readonly DashboardQuery[] =>
  dashboards().flatMap((board) => queriesOf(board, choices));
