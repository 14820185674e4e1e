import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { tempoServiceGraphRequestsTotal } from '@lab/catalogue/external';
import { select } from '@lab/catalogue/promql';
import { PROMETHEUS } from './datasources.ts';
import { MAY_BE_EMPTY, NOT_FILLED_BY_FAULTS } from './may-be-empty.ts';

export interface DashboardQuery {
  /** uid of the dashboard. */
  readonly dashboard: string;
  /** Title of the panel. */
  readonly panel: string;
  /** uid of the datasource. */
  readonly datasource: string;
  /** PromQL, LogQL or TraceQL with every variable filled in. */
  readonly expr: string;
  /** As Grafana writes it, with `{{label}}` for labels; absent where there is none. */
  readonly legend?: string;
  /** Why no data is no fault; absent where it is one. */
  readonly mayBeEmpty?: string;
  /** Name of the fault of the catalogue that gives it data. */
  readonly fault?: string;
}

/** What Grafana would fill in for half an hour on a screen. */
const BUILT_IN: Readonly<Record<string, string>> = {
  __rate_interval: '1m',
  __interval: '15s',
  __auto: '1m',
  __range: '30m',
};

interface Target {
  readonly expr?: string;
  readonly query?: string;
  readonly queryType?: string;
  readonly legendFormat?: string;
  readonly datasource?: { readonly uid?: string };
}

/** Values for variables of dashboards, by name. */
export type Choices = Readonly<Record<string, string>>;

/** What is chosen, otherwise what is there when the dashboard is opened; `.+` or the like where that is all. */
function variablesOf({ templating }: dashboard.Dashboard, choices: Choices): Choices {
  const entries = (templating?.list ?? []).map(({ name, current, allValue }) => {
    const value = String(current?.value ?? '');
    return [name, value === '$__all' ? (allValue ?? '.+') : value] as const;
  });
  return { ...BUILT_IN, ...Object.fromEntries(entries), ...choices };
}

function substitute(expression: string, values: Choices): string {
  return expression.replaceAll(/\$\{?(\w+)\}?/g, (placeholder, name: string) => {
    // `$1` belongs to label_replace.
    if (/^\d+$/.test(name)) return placeholder;
    const value = values[name];
    if (value === undefined) throw new Error(`no value for ${placeholder} in ${expression}`);
    return value;
  });
}

const isPanel = (panel: dashboard.Panel | dashboard.RowPanel): panel is dashboard.Panel =>
  panel.type !== 'row';

/** Panels of a dashboard, rows left out. */
export const panelsOf = ({ panels }: dashboard.Dashboard): readonly dashboard.Panel[] =>
  (panels ?? []).filter(isPanel);

/** What Tempo's datasource reads from Prometheus for a service map. */
const SERVICE_MAP = { datasource: PROMETHEUS.uid, expr: select(tempoServiceGraphRequestsTotal) } as const;

function askedBy(target: Target): { readonly datasource: string; readonly expr: string } {
  if (target.queryType === 'serviceMap') return SERVICE_MAP;
  return { datasource: target.datasource?.uid ?? '', expr: target.expr ?? target.query ?? '' };
}

export function queriesOf(board: dashboard.Dashboard, choices: Choices = {}): readonly DashboardQuery[] {
  const values = variablesOf(board, choices);
  return panelsOf(board).flatMap((panel) =>
    ((panel.targets ?? []) as readonly Target[]).map((target) => {
      const name = `${board.uid}/${panel.title}`;
      const fault = MAY_BE_EMPTY[name];
      const lacking = NOT_FILLED_BY_FAULTS[name];
      const { datasource, expr } = askedBy(target);
      return {
        dashboard: board.uid ?? '',
        panel: panel.title ?? '',
        datasource,
        expr: substitute(expr, values),
        ...(target.legendFormat && { legend: target.legendFormat }),
        ...(lacking && { mayBeEmpty: `needs ${lacking}` }),
        ...(fault && { mayBeEmpty: `filled by the fault ${fault.name}`, fault: fault.name }),
      };
    }),
  );
}

/** Behind the values to choose from: `label_values(up, job)` asks `up`, a label of Loki all of its streams. */
function choicesAskedFor(query: unknown): string {
  const { query: text, label } = query as { readonly query?: string; readonly label?: string };
  if (text === undefined) return `{${label}=~".+"}`;
  return text.replace(/^label_values\((.*), *\w+\)$/s, '$1');
}

/** What the lists of variables are made from. */
export function variableQueriesOf(
  board: dashboard.Dashboard,
  choices: Choices = {},
): readonly DashboardQuery[] {
  const values = variablesOf(board, choices);
  return (board.templating?.list ?? []).map(({ name, datasource, query }) => ({
    dashboard: board.uid ?? '',
    panel: `variable ${name}`,
    datasource: datasource?.uid ?? '',
    expr: substitute(choicesAskedFor(query), values),
  }));
}

/** What is drawn over the graphs; nothing need have happened. */
export const annotationQueriesOf = (board: dashboard.Dashboard): readonly DashboardQuery[] =>
  (board.annotations?.list ?? []).flatMap(({ name, datasource, expr, titleFormat = '', textFormat = '' }) =>
    expr === undefined
      ? []
      : [
          {
            dashboard: board.uid ?? '',
            panel: `annotation ${name}`,
            datasource: datasource?.uid ?? '',
            expr,
            legend: `${titleFormat} ${textFormat}`,
            mayBeEmpty: 'nothing need have happened',
          },
        ],
  );
