/** Rows of panels become a dashboard: placed, numbered, read-only, linked to all others. */
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { annotations } from './annotations.ts';

export interface Row {
  readonly title: string;
  readonly panels: readonly cog.Builder<dashboard.Panel>[];
}

interface DashboardPlan {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly variables?: readonly cog.Builder<dashboard.VariableModel>[];
  readonly rows: readonly Row[];
}

/** By this tag the dashboards find each other. */
export const FAMILY = 'lab';

const siblings = () =>
  new dashboard.DashboardLinkBuilder('Dashboards')
    .type(dashboard.DashboardLinkType.Dashboards)
    .tags([FAMILY])
    .asDropdown(true)
    .keepTime(true);

/** Grafana tells the queries of a panel apart by a letter, which the SDK leaves out. */
function nameQueries({ targets }: dashboard.Panel): void {
  targets?.forEach((target, index) => {
    Object.assign(target, { refId: String.fromCharCode('A'.charCodeAt(0) + index) });
  });
}

export function assemble(plan: DashboardPlan): dashboard.Dashboard {
  const builder = new dashboard.DashboardBuilder(plan.title)
    .uid(plan.uid)
    .description(plan.description)
    .tags([FAMILY, ...plan.tags])
    .readonly()
    .timezone('browser')
    .time({ from: 'now-30m', to: 'now' })
    .refresh('10s')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .link(siblings());
  for (const annotation of annotations()) builder.annotation(annotation);
  for (const variable of plan.variables ?? []) builder.withVariable(variable);
  for (const row of plan.rows) {
    builder.withRow(new dashboard.RowBuilder(row.title));
    for (const panel of row.panels) builder.withPanel(panel);
  }
  const built = builder.build();
  built.panels?.forEach((panel, index) => {
    panel.id = index + 1;
    if (panel.type !== 'row') nameQueries(panel as dashboard.Panel);
  });
  return built;
}
