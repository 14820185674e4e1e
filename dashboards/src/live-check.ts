/** Asks a running lab every question that the dashboards ask. */
import { metricNames } from '@lab/catalogue/promql';
import type { DashboardQuery } from './queries-of.ts';

/** Base URLs. Without Tempo its queries are skipped, and those about it: a lab may keep its traces in Jaeger. */
export interface Endpoints {
  readonly prometheus: string;
  readonly loki: string;
  readonly tempo?: string;
}

export interface QueryOutcome {
  readonly query: DashboardQuery;
  /** `excused` has no data and a reason for it. */
  readonly outcome: 'data' | 'empty' | 'excused' | 'error' | 'skipped';
  /** What the engine said, for `error`. */
  readonly message?: string;
}

const TIMEOUT_MS = 10_000;
const HALF_AN_HOUR_MS = 30 * 60 * 1000;

async function ask(
  base: string,
  path: string,
  parameters: Readonly<Record<string, string>>,
): Promise<unknown> {
  const url = new URL(path, base);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text.trim()}`);
  return JSON.parse(text);
}

interface Answer {
  readonly data: {
    readonly result: readonly {
      readonly value?: readonly [number, string];
      readonly values?: readonly unknown[];
    }[];
  };
}

/** NaN is no data: a panel draws nothing for it. */
const hasNumbers = (answer: unknown): boolean =>
  (answer as Answer).data.result.some(({ value }) => value !== undefined && value[1] !== 'NaN');

async function askPrometheus(base: string, query: string): Promise<boolean> {
  return hasNumbers(await ask(base, '/api/v1/query', { query }));
}

async function askLoki(base: string, query: string, since: number): Promise<boolean> {
  if (!query.startsWith('{')) return hasNumbers(await ask(base, '/loki/api/v1/query', { query }));
  const start = `${since * 1e6}`;
  const answer = (await ask(base, '/loki/api/v1/query_range', { query, start, limit: '1' })) as Answer;
  return answer.data.result.some(({ values }) => values !== undefined && values.length > 0);
}

async function askTempo(base: string, q: string, since: number): Promise<boolean> {
  const end = Math.ceil(Date.now() / 1000);
  const start = Math.floor(since / 1000);
  const answer = await ask(base, '/api/search', { q, limit: '1', start: `${start}`, end: `${end}` });
  return ((answer as { traces?: readonly unknown[] }).traces ?? []).length > 0;
}

/** Its own metrics, and those that it makes of traces. */
const isAboutTempo = (promQl: string): boolean =>
  metricNames(promQl).every((name) => /^(?:tempo|traces_service_graph)_/.test(name));

function answers(
  endpoints: Endpoints,
  { datasource, expr }: DashboardQuery,
  since: number,
): Promise<boolean> | undefined {
  if (datasource === 'prometheus' && !endpoints.tempo && isAboutTempo(expr)) return undefined;
  if (datasource === 'prometheus') return askPrometheus(endpoints.prometheus, expr);
  if (datasource === 'loki') return askLoki(endpoints.loki, expr, since);
  if (datasource === 'tempo') return endpoints.tempo ? askTempo(endpoints.tempo, expr, since) : undefined;
  throw new Error(`no such datasource: ${datasource}`);
}

/**
 * One after the other, so that a small lab is not knocked over by its own test. Never rejects for a single query.
 * @param since milliseconds since the epoch: lines and traces before it are not looked at
 */
export async function runQueries(
  endpoints: Endpoints,
  queries: readonly DashboardQuery[],
  since = Date.now() - HALF_AN_HOUR_MS,
): Promise<readonly QueryOutcome[]> {
  const outcomes: QueryOutcome[] = [];
  for (const query of queries) {
    try {
      const hasData = await answers(endpoints, query, since);
      const empty = query.mayBeEmpty === undefined ? 'empty' : 'excused';
      outcomes.push({ query, outcome: hasData === undefined ? 'skipped' : hasData ? 'data' : empty });
    } catch (error) {
      outcomes.push({
        query,
        outcome: 'error',
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return outcomes;
}
