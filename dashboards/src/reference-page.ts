import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { LOKI, TEMPO } from './datasources.ts';
import { dashboards } from './index.ts';
import { panelsOf, queriesOf } from './queries-of.ts';

export const REFERENCE_PAGE = 'docs/reference/dashboards.md';

const HEAD = `<!-- Generated from dashboards by \`npm run generate\`. Do not edit. -->

# Dashboards

Every panel of every dashboard, with what it asks. Variables have the values that they have when the dashboard is opened. A test
asks each query of the running lab; a panel that is empty on a healthy lab names the fault that fills it, and that
fault's drill looks. In Grafana a dashboard is at \`/d/UID\`, the name in the heading.`;

/** The page of reference about the dashboards, as Markdown. */
export const renderReferencePage = (): string => `${[HEAD, ...dashboards().map(section)].join('\n\n')}\n`;

const section = (board: dashboard.Dashboard): string =>
  [
    `## ${board.uid}`,
    `${board.title}. ${oneLine(board.description ?? '')}`.trim(),
    ...panelsOf(board).map((panel) => entry(board, panel)),
  ].join('\n\n');

function entry(board: dashboard.Dashboard, { title = '', description }: dashboard.Panel): string {
  const queries = queriesOf(board).filter(({ panel }) => panel === title);
  const mayBeEmpty = queries.find((query) => query.mayBeEmpty)?.mayBeEmpty;
  return [
    `**${escaped(title)}**${description === undefined ? '' : `: ${escaped(oneLine(description))}`}`,
    ...(mayBeEmpty === undefined ? [] : [`Empty until something happens: ${mayBeEmpty}.`]),
    ...queries.map(
      ({ expr, datasource }) => `\`\`\`${languageOf(datasource)} empty-ok\n${expr.trim()}\n\`\`\``,
    ),
  ].join('\n\n');
}

function languageOf(datasource: string): 'promql' | 'logql' | 'traceql' {
  if (datasource === LOKI.uid) return 'logql';
  return datasource === TEMPO.uid ? 'traceql' : 'promql';
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ').trim();

/** A `<` would begin an element, and two braces a template of the site. */
const escaped = (text: string): string => text.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;');
