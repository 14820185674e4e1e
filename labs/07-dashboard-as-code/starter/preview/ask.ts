/** Asks Prometheus what the panels ask, over the last quarter of an hour. */
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';

export interface Line {
  readonly legend: string;
  /** Oldest first; NaN where there is no number. */
  readonly values: readonly number[];
}

export interface Answered {
  readonly query: string;
  readonly lines: readonly Line[];
  /** In Prometheus's own words. */
  readonly error?: string;
}

interface Target {
  readonly expr?: string;
  readonly legendFormat?: string;
}

interface Matrix {
  readonly error?: string;
  readonly data?: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [number, string])[];
    }[];
  };
}

const SPAN_SECONDS = 900;
const STEP_SECONDS = 15;
/** What Grafana would fill in for a quarter of an hour and a scrape every five seconds. */
const BUILT_IN = { __rate_interval: '1m', __interval: '15s', __range: '15m' };

/** A query with every variable filled in; one that nobody knows stays, and Prometheus will say so. */
export function filledIn(expression: string, { templating }: dashboard.Dashboard): string {
  const chosen = (templating?.list ?? []).map(({ name, current }) => [name, String(current?.value ?? '')]);
  const values: Readonly<Record<string, string>> = { ...BUILT_IN, ...Object.fromEntries(chosen) };
  return expression.replaceAll(/\$\{?(\w+)(?::\w+)?\}?/g, (whole, name: string) => values[name] ?? whole);
}

export const askedBy = (board: dashboard.Dashboard, panel: dashboard.Panel): Promise<Answered[]> =>
  Promise.all(
    ((panel.targets ?? []) as readonly Target[]).map(({ expr = '', legendFormat = '' }) =>
      ask(filledIn(expr, board), legendFormat),
    ),
  );

async function ask(query: string, legendFormat: string): Promise<Answered> {
  const end = Date.now() / 1000;
  const parameters = new URLSearchParams({
    query,
    start: String(end - SPAN_SECONDS),
    end: String(end),
    step: String(STEP_SECONDS),
  });
  try {
    const response = await fetch(`${process.env.PROMETHEUS_URL}/api/v1/query_range?${parameters}`);
    const { data, error } = (await response.json()) as Matrix;
    if (data === undefined) return { query, lines: [], error: error ?? `status ${response.status}` };
    return {
      query,
      lines: data.result.map(({ metric, values }) => ({
        legend: legendFormat.replaceAll(
          /\{\{\s*(\w+)\s*\}\}/g,
          (_whole, label: string) => metric[label] ?? '',
        ),
        values: values.map(([, value]) => Number(value)),
      })),
    };
  } catch (error) {
    return { query, lines: [], error: error instanceof Error ? error.message : String(error) };
  }
}
