/** Rows of panels become a dashboard: placed, numbered, read-only. Done. */
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';

export interface Plan {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly cog.Builder<dashboard.VariableModel>[];
  readonly annotations: readonly cog.Builder<dashboard.AnnotationQuery>[];
  readonly rows: readonly {
    readonly title: string;
    readonly panels: readonly cog.Builder<dashboard.Panel>[];
  }[];
}

export function assemble({
  uid,
  title,
  description,
  variables,
  annotations,
  rows,
}: Plan): dashboard.Dashboard {
  const builder = new dashboard.DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['course'])
    .readonly()
    .timezone('browser')
    .time({ from: 'now-15m', to: 'now' })
    .refresh('10s')
    .tooltip(dashboard.DashboardCursorSync.Crosshair);
  for (const variable of variables) builder.withVariable(variable);
  for (const annotation of annotations) builder.annotation(annotation);
  for (const row of rows) {
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

/** Grafana tells the queries of a panel apart by a letter, which the SDK leaves out. */
function nameQueries({ targets }: dashboard.Panel): void {
  targets?.forEach((target, index) => {
    Object.assign(target, { refId: String.fromCharCode('A'.charCodeAt(0) + index) });
  });
}
