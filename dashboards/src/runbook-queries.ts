/** The queries of the runbooks, so that the live check asks them too: at night nobody has time for a typing error. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EVERY_ALERT, runbookPath } from '@lab/catalogue/alerts';
import type { DashboardQuery } from './queries-of.ts';

const FENCED = /^```(promql|logql)\n(.+?)\n```$/gms;
const DATASOURCE = { promql: 'prometheus', logql: 'loki' } as const;
/** A runbook asks what is wrong; in a healthy lab nothing is. */
const REASON = 'a diagnosis finds nothing where nothing is wrong';

const root = new URL('../../', import.meta.url);

/** Queries between fences of a page of Markdown, under the page's name. */
export function queriesOfRunbook(alertName: string, page: string): readonly DashboardQuery[] {
  return [...page.matchAll(FENCED)].map(([, language, expr = '']) => ({
    dashboard: 'runbooks',
    panel: alertName,
    datasource: DATASOURCE[language as keyof typeof DATASOURCE],
    expr,
    mayBeEmpty: REASON,
  }));
}

export const runbookQueries = (): readonly DashboardQuery[] =>
  EVERY_ALERT.flatMap(({ name }) =>
    queriesOfRunbook(name, readFileSync(fileURLToPath(new URL(runbookPath(name), root)), 'utf8')),
  );
