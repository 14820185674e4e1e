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

/** The first value of each variable; `.+` or the like where all are chosen. */
function variablesOf({ templating }: dashboard.Dashboard): Record<string, string> {
  const entries = (templating?.list ?? []).map(({ name, current, allValue }) => {
    const value = String(current?.value ?? '');
    return [name, value === '$__all' ? (allValue ?? '.+') : value] as const;
  });
  return { ...BUILT_IN, ...Object.fromEntries(entries) };
}

function substitute(expression: string, values: Readonly<Record<string, string>>): string {
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

export function queriesOf(board: dashboard.Dashboard): readonly DashboardQuery[] {
  const values = variablesOf(board);
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
