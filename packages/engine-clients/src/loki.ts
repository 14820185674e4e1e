import { fetchJson } from '../../http.ts';
import { type ActiveRuleAlert, type AlertRule, activeAlerts, alertRules } from './prometheus.ts';

export interface LogLine {
  /** Index labels and structured metadata together, as Loki answers them. */
  readonly fields: Readonly<Record<string, string>>;
  readonly message: string;
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
      values.map(([, message]) => ({ fields: stream, message })),
    );
  }

  /** Alerts of the ruler. */
  alerts(): Promise<ActiveRuleAlert[]> {
    return activeAlerts(`${this.#base}/prometheus/api/v1`);
  }

  alertRules(): Promise<AlertRule[]> {
    return alertRules(`${this.#base}/prometheus/api/v1`);
  }
}
