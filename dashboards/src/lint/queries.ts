/** What is wrong with a query, before any engine is asked. */
import type { DashboardQuery } from '../queries-of.ts';
import { isEngine, syntaxError } from './grammar.ts';
import { type KnownSeries, nearest } from './known-series.ts';
import { promQlNames } from './promql-names.ts';

const PLACEHOLDER = /\{\{\s*\.?(\w+)\s*\}\}/g;

/** Each problem says what to do. */
export function queryProblems(query: DashboardQuery, known: KnownSeries): readonly string[] {
  const { dashboard, panel, datasource, expr } = query;
  const where = `${dashboard}/${panel}`;
  if (!isEngine(datasource))
    return [`${where}: there is no datasource "${datasource}"; use one of src/datasources.ts`];
  const error = syntaxError(datasource, expr);
  if (error !== undefined) return [`${where}: ${error}; correct the query:\n${expr}`];
  return datasource === 'prometheus' ? nameProblems(where, query, known) : [];
}

function nameProblems(
  where: string,
  { expr, legend = '' }: DashboardQuery,
  known: KnownSeries,
): readonly string[] {
  const { selectors, grouping, made } = promQlNames(expr);
  const problems: string[] = [];
  const possible = new Set(made);
  for (const { metric, labels } of selectors) {
    // Of every metric there is: any label may be on one of them.
    if (metric === '') return [];
    const series = known.get(metric);
    if (series === undefined) {
      problems.push(
        `${where}: no metric "${metric}" in packages/catalogue; define it there, or did you mean ${nearest(metric, known.keys())}?`,
      );
      continue;
    }
    for (const label of series) possible.add(label);
    for (const label of labels.filter((name) => !series.has(name))) {
      problems.push(`${where}: ${metric} has no label "${label}"; it has ${[...series].sort().join(', ')}`);
    }
  }
  const shown = [...legend.matchAll(PLACEHOLDER)].map(([, label = '']) => label);
  for (const label of new Set([...grouping, ...shown].filter((name) => !possible.has(name)))) {
    problems.push(
      `${where}: "${label}" is grouped by or shown, and no series of the query has it; it has ${[...possible].sort().join(', ')}`,
    );
  }
  return problems;
}
