import { type CheckContext, type Finding, found } from '@lab/course/lab';
import type { Sample } from '@lab/engine-clients';
import { type Board, filled, type Panel, type Query, type Variable } from './board.ts';

/** As long as the dashboard shows when it is opened. */
const LOOKED_BACK_SECONDS = 900;

export const atQuery = (base: string, expression: string): string =>
  `${base}/query?g0.expr=${encodeURIComponent(expression)}`;

/** What the lab's Prometheus answers to a query of the dashboard, NaN left out: a panel draws nothing for it. */
export async function answered(
  { engines: { prometheus } }: Pick<CheckContext, 'engines'>,
  board: Board,
  { expr = '' }: Query,
): Promise<readonly Sample[]> {
  return (await prometheus.query(filled(board, expr))).filter(({ value }) => !Number.isNaN(value));
}

/** The running lab answers with series that have these labels, and no others. */
export async function showsNow(
  lab: CheckContext,
  board: Board,
  query: Query,
  labels: readonly string[],
): Promise<Finding> {
  const samples = await answered(lab, board, query);
  const seen = new Set(samples.flatMap((sample) => Object.keys(sample.labels)));
  return found(
    samples.length > 0 && seen.size === labels.length && labels.every((label) => seen.has(label)),
    {
      expected: `the running lab to answer ${labels.length === 0 ? 'one number' : `one series for each ${labels.join(', ')}`}`,
      seen:
        samples.length === 0 ? 'no data' : `${samples.length} series by ${[...seen].join(', ') || 'nothing'}`,
      lookAt: atQuery(lab.endpoints.prometheus, filled(board, query.expr ?? '')),
    },
  );
}

/** Labels of what a query of any datasource answers, one entry for each series, line or trace. */
export async function answerOf(
  lab: CheckContext,
  board: Board,
  { datasource: ofPanel }: Pick<Panel, 'datasource'>,
  query: Query,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const { datasource = ofPanel, expr = '', query: traceQl = '' } = query;
  const since = Date.now() / 1000 - LOOKED_BACK_SECONDS;
  const { loki, traces } = lab.engines;
  switch (datasource?.uid) {
    case 'prometheus':
      return (await answered(lab, board, query)).map(({ labels }) => labels);
    case 'loki': {
      const asked = filled(board, expr);
      return asked.startsWith('{')
        ? (await loki.lines(asked, since)).map(({ fields }) => fields)
        : (await loki.query(asked)).map(({ labels }) => labels);
    }
    case 'tempo':
      return (await traces.traceql(filled(board, traceQl), since)).map((trace_id) => ({ trace_id }));
    default:
      throw new Error(
        `the datasource ${datasource?.uid ?? 'that is the default'} is none of the lab's Grafana`,
      );
  }
}

/** @throws Error for a variable whose values do not come from a query that Prometheus can answer */
export async function valuesOf(
  { engines: { prometheus } }: Pick<CheckContext, 'engines'>,
  board: Board,
  { name, type, query }: Variable,
): Promise<readonly string[]> {
  const text = typeof query === 'string' ? query : ((query ?? {}) as { query?: string }).query;
  const [, selector, label] = /^label_values\((.+),\s*(\w+)\)$/s.exec(text ?? '') ?? [];
  if (selector === undefined || label === undefined)
    throw new Error(
      `the variable ${name} of type ${type} has no query label_values(…, label): "${text ?? ''}"`,
    );
  const series = await prometheus.series(filled(board, selector), Date.now() / 1000 - LOOKED_BACK_SECONDS);
  return [...new Set(series.flatMap((labels) => labels[label] ?? []))];
}
