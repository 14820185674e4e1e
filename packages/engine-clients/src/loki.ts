import { fetchJson } from './http.ts';
import { type ActiveRuleAlert, type AlertRule, activeAlerts, alertRules, type Sample } from './prometheus.ts';

export interface LogLine {
  /** Index labels and structured metadata together, as Loki answers them. */
  readonly fields: Readonly<Record<string, string>>;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Log queries over Loki's HTTP API. */
export class LokiApi {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  /** @param since seconds since the epoch */
  async lines(query: string, since: number, limit = 100): Promise<LogLine[]> {
    type Streams = { data: { result: { stream: Record<string, string>; values: [string, string][] }[] } };
    const parameters = new URLSearchParams({ query, limit: String(limit), start: String(Math.floor(since)) });
    const { data } = await fetchJson<Streams>(`${this.#base}/loki/api/v1/query_range?${parameters}`);
    return data.result.flatMap(({ stream, values }) =>
      values.map(([nanoseconds, message]) => ({ fields: stream, message, at: Number(nanoseconds) / 1e6 })),
    );
  }

  /**
   * A metric query, such as `sum(count_over_time({service_name="inference"}[1m]))`, at this moment.
   * @throws HttpError with Loki's own words where the query is wrong
   */
  async query(expression: string): Promise<Sample[]> {
    type Vector = { data: { result: { metric: Record<string, string>; value: [number, string] }[] } };
    const parameters = new URLSearchParams({ query: expression });
    const { data } = await fetchJson<Vector>(`${this.#base}/loki/api/v1/query?${parameters}`);
    return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  /**
   * The index labels of streams that a selector matches.
   * @param since seconds since the epoch
   */
  async series(selector: string, since: number): Promise<Readonly<Record<string, string>>[]> {
    const parameters = new URLSearchParams({ 'match[]': selector, start: String(Math.floor(since)) });
    const url = `${this.#base}/loki/api/v1/series?${parameters}`;
    return (await fetchJson<{ data?: Record<string, string>[] }>(url)).data ?? [];
  }

  /** Alerts of the ruler. */
  alerts(): Promise<ActiveRuleAlert[]> {
    return activeAlerts(`${this.#base}/prometheus/api/v1`);
  }

  alertRules(): Promise<AlertRule[]> {
    return alertRules(`${this.#base}/prometheus/api/v1`);
  }
}
