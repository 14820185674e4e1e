/** What is wrong with dashboards as such: faces of panels, variables, links, limits. */
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { EVERY_ALERT, WRITTEN_ALERTS } from '@lab/catalogue/alerts';
import { limitOf } from '../alert-limits.ts';
import { panelsOf } from '../queries-of.ts';

/** Tables have headings, heatmaps an axis, lists and maps neither series nor numbers. */
const WITHOUT_LEGEND = ['table', 'logs', 'heatmap', 'nodegraph', 'nodeGraph', 'dashlist'];
/** Asks nothing: Grafana fills it by itself. */
const WITHOUT_QUERY = ['dashlist'];
const DATASOURCES = ['prometheus', 'loki', 'tempo'];
const BUILT_IN = /^(?:__\w+|\d+)$/;

type Panel = dashboard.Panel;

interface Target {
  readonly legendFormat?: string;
  readonly datasource?: { readonly uid?: string };
}

function panelProblems(uid: string, panel: Panel): readonly string[] {
  const where = `${uid}/${panel.title}`;
  const targets = (panel.targets ?? []) as readonly Target[];
  const problems: string[] = [];
  if (!/^[A-Z0-9"].*[^.]\.$/s.test(panel.description ?? ''))
    problems.push(`${where}: say in its description what it shows and what to make of it, in sentences`);
  if (!panel.fieldConfig?.defaults?.unit)
    problems.push(`${where}: give it a unit of @grafana/grafana-foundation-sdk/units`);
  if (WITHOUT_QUERY.includes(panel.type)) return problems;
  if (targets.length === 0) problems.push(`${where}: give it a query of src/targets.ts`);
  for (const uid of [panel.datasource?.uid, ...targets.map(({ datasource }) => datasource?.uid)]) {
    if (uid === undefined || !DATASOURCES.includes(uid))
      problems.push(`${where}: name a datasource of src/datasources.ts, not ${uid ?? 'none'}`);
  }
  return [...problems, ...legendProblems(where, panel, targets), ...limitProblems(where, panel)];
}

function legendProblems(
  where: string,
  { type, options }: Panel,
  targets: readonly Target[],
): readonly string[] {
  if (WITHOUT_LEGEND.includes(type)) return [];
  const hidden = type === 'timeseries' && options?.legend?.showLegend !== true;
  return [
    ...(hidden ? [`${where}: show its legend, or nobody knows which line is which`] : []),
    ...(targets.some(({ legendFormat }) => !legendFormat)
      ? [`${where}: give each of its queries a legend, such as "{{service}}"`]
      : []),
  ];
}

const valuesOf = ({ fieldConfig }: Panel): readonly number[] =>
  (fieldConfig?.defaults?.thresholds?.steps ?? []).flatMap(({ value }) => (value === null ? [] : [value]));

/** A dashed line is the limit of an alert that the description names. */
function limitProblems(where: string, panel: Panel): readonly string[] {
  const custom = panel.fieldConfig?.defaults?.custom as { thresholdsStyle?: { mode?: string } } | undefined;
  if (custom?.thresholdsStyle?.mode !== 'dashed') return [];
  const named = EVERY_ALERT.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(panel.description ?? ''));
  if (named.length === 0) return [`${where}: say in its description which alert the dashed line belongs to`];
  const limits = new Map(named.flatMap(({ name }) => limitsOf(name)));
  return valuesOf(panel)
    .filter((value) => limits.size > 0 && !limits.has(value))
    .map(
      (value) =>
        `${where}: its line is at ${value}, the limit is at ${[...limits].map(([limit, name]) => `${limit} (${name})`).join(' or ')}; draw limitAt(limitOf(alert).value)`,
    );
}

/** None for an alert that compares two series: its panel draws the quotient. Nor for one with a limit per objective. */
function limitsOf(name: string): readonly (readonly [number, string])[] {
  const alert = WRITTEN_ALERTS.find((written) => written.name === name);
  if (alert === undefined) return [];
  try {
    return [[limitOf(alert).value, alert.name]];
  } catch {
    return [];
  }
}

const placeholders = (value: unknown): readonly string[] =>
  [...JSON.stringify(value ?? '').matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);

export function boardProblems(board: dashboard.Dashboard): readonly string[] {
  const uid = board.uid ?? '';
  const titles = panelsOf(board).map(({ title = '' }) => title);
  const twice = titles.filter((title, index) => titles.indexOf(title) !== index);
  const variables = (board.templating?.list ?? []).map(({ name }) => name);
  const used = panelsOf(board).flatMap(({ targets }) => placeholders(targets));
  return [
    ...twice.map(
      (title) => `${uid}/${title}: another panel has this title; alerts and links name panels by it`,
    ),
    ...variables
      .filter((name) => !used.includes(name))
      .map((name) => `${uid}: nothing uses the variable $${name}; use it or remove it`),
    ...[...new Set(used)]
      .filter((name) => !variables.includes(name) && !BUILT_IN.test(name))
      .map(
        (name) => `${uid}: a query uses $${name}, which is no variable of the dashboard; add it to its plan`,
      ),
    ...panelsOf(board).flatMap((panel) => panelProblems(uid, panel)),
  ];
}

/** Links from one dashboard to another, with the variables that they set. */
export function linkProblems(boards: readonly dashboard.Dashboard[]): readonly string[] {
  const variables = new Map(
    boards.map(({ uid, templating }) => [uid, (templating?.list ?? []).map(({ name }) => name)]),
  );
  const tags = new Set(boards.flatMap((board) => board.tags ?? []));
  return boards.flatMap((board) => {
    const links = [...JSON.stringify(board).matchAll(/"url":"\/d\/([\w-]+)([^"]*)"/g)];
    return [
      ...links.flatMap(([, target = '', query = '']) => {
        const known = variables.get(target);
        if (known === undefined)
          return [`${board.uid}: a link leads to /d/${target}, which is no dashboard; correct src/links.ts`];
        return [...query.matchAll(/var-(\w+)=/g)]
          .filter(([, name = '']) => !known.includes(name))
          .map(
            ([, name]) =>
              `${board.uid}: a link sets $${name}, which /d/${target} does not have; correct src/links.ts`,
          );
      }),
      ...(board.links ?? [])
        .flatMap((link) => link.tags)
        .filter((tag) => !tags.has(tag))
        .map((tag) => `${board.uid}: a menu lists dashboards with the tag ${tag}, and none has it`),
    ];
  });
}
