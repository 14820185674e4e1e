import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { MAY_BE_EMPTY } from './may-be-empty.ts';

export interface DashboardQuery {
  /** uid of the dashboard. */
  readonly dashboard: string;
  /** Title of the panel. */
  readonly panel: string;
  /** uid of the datasource. */
  readonly datasource: string;
  /** PromQL, LogQL or TraceQL with every variable filled in. */
  readonly expr: string;
  /** Why no data is no fault; absent where it is one. */
  readonly mayBeEmpty?: string;
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

export function queriesOf(board: dashboard.Dashboard, choices: Choices = {}): readonly DashboardQuery[] {
  const values = variablesOf(board, choices);
  return panelsOf(board).flatMap((panel) =>
    ((panel.targets ?? []) as readonly Target[]).map((target) => {
      const mayBeEmpty = MAY_BE_EMPTY[`${board.uid}/${panel.title}`];
      return {
        dashboard: board.uid ?? '',
        panel: panel.title ?? '',
        datasource: target.datasource?.uid ?? '',
        expr: substitute(target.expr ?? target.query ?? '', values),
        ...(mayBeEmpty === undefined ? {} : { mayBeEmpty }),
      };
    }),
  );
}
