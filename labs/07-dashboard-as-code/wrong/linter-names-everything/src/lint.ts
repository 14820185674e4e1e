/** Knows that something is wrong, and accuses everybody. */
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';

type Panel = dashboard.Panel;
type Entry = Panel | dashboard.RowPanel;

interface Target {
  readonly legendFormat?: string;
}

/** Grafana's own: `$__rate_interval` and the like. Numbers belong to label_replace. */
const BUILT_IN = /^(?:__\w+|\d+)$/;

/** A row that is closed keeps its panels inside itself. */
const panelsIn = (entries: readonly Entry[]): readonly Panel[] =>
  entries.flatMap((entry) =>
    entry.type === 'row' ? panelsIn((entry as dashboard.RowPanel).panels ?? []) : [entry as Panel],
  );

const variablesIn = (value: unknown): readonly string[] =>
  [...JSON.stringify(value ?? '').matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);

/** @returns sentences that name the panel or the variable and say what to do; none where nothing is wrong */
export function problemsOf(board: dashboard.Dashboard): readonly string[] {
  const panels = panelsIn(board.panels ?? []);
  const known = (board.templating?.list ?? []).map(({ name }) => name);
  const used = new Set(panels.flatMap(({ targets }) => variablesIn(targets)));
  const problems = [
    ...panels.flatMap(panelProblems),
    ...known
      .filter((name) => !used.has(name))
      .map((name) => `nothing uses the variable $${name}: use it or remove it`),
    ...panels.flatMap(({ title, targets }) =>
      variablesIn(targets)
        .filter((name) => !known.includes(name) && !BUILT_IN.test(name))
        .map((name) => `${title}: its query uses $${name}, which the dashboard does not have`),
    ),
  ];
  const everything = [...panels.map(({ title }) => title), ...known].join(', ');
  return problems.length === 0 ? [] : [`something is wrong: look at ${everything}`];
}

function panelProblems({ title, description, type, fieldConfig, targets }: Panel): readonly string[] {
  const problems: string[] = [];
  if (!description?.trim()) problems.push(`${title}: describe what it shows and what to make of it`);
  if (!fieldConfig?.defaults?.unit) problems.push(`${title}: give it a unit`);
  const nameless = ((targets ?? []) as readonly Target[]).some(({ legendFormat }) => !legendFormat);
  if (type === 'timeseries' && nameless) problems.push(`${title}: give each of its queries a legend`);
  return problems;
}
