import { fetchJson } from '../../http.ts';

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Target {
  readonly job: string;
  readonly instance: string;
  readonly health: string;
  readonly lastError: string;
}

export interface Rule {
  readonly name: string;
  readonly group: string;
  readonly type: 'recording' | 'alerting';
  readonly health: string;
  readonly lastError: string;
}

export interface Exemplar {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Seconds since the epoch. */
  readonly timestamp: number;
}

/** One active alert, and how one is evaluated: Loki's ruler answers both in Prometheus's form. */
export interface ActiveRuleAlert {
  /** The alert's name; with objective and urgency for one that many objectives share: `ErrorBudgetBurn availability page`. */
  readonly name: string;
  readonly state: 'pending' | 'firing';
  /** Seconds since the epoch. */
  readonly activeAt: number;
}
export interface AlertRule {
  readonly name: string;
  readonly forSeconds: number;
  readonly intervalSeconds: number;
}

interface Answer<Data> {
  readonly data: Data;
}

/** The parts of Prometheus's HTTP API (v1) that the walk needs. */
export class PrometheusApi {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  /** An instant query; an empty list where nothing matches. */
  async query(expression: string): Promise<Sample[]> {
    type Vector = { result: { metric: Record<string, string>; value: [number, string] }[] };
    const { data } = await this.#get<Vector>('query', { query: expression });
    return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  /** The sum of an instant query; 0 where nothing matches. */
  async sum(expression: string): Promise<number> {
    return (await this.query(expression)).reduce((sum, { value }) => sum + value, 0);
  }

  async targets(): Promise<Target[]> {
    type Targets = { activeTargets: { labels: Record<string, string>; health: string; lastError: string }[] };
    const { data } = await this.#get<Targets>('targets', { state: 'active' });
    return data.activeTargets.map(({ labels, health, lastError }) => ({
      job: labels.job ?? '',
      instance: labels.instance ?? '',
      health,
      lastError,
    }));
  }

  async rules(): Promise<Rule[]> {
    type Groups = { groups: { name: string; rules: Omit<Rule, 'group'>[] }[] };
    const { data } = await this.#get<Groups>('rules', {});
    return data.groups.flatMap((group) =>
      group.rules.map((rule) => ({ ...rule, lastError: rule.lastError ?? '', group: group.name })),
    );
  }

  alerts(): Promise<ActiveRuleAlert[]> {
    return activeAlerts(`${this.#base}/api/v1`);
  }

  alertRules(): Promise<AlertRule[]> {
    return alertRules(`${this.#base}/api/v1`);
  }

  /** Exemplars of a series since `start`, newest first. */
  async exemplars(series: string, start: number): Promise<Exemplar[]> {
    type Found = { exemplars: { labels: Record<string, string>; value: string; timestamp: number }[] }[];
    const end = Date.now() / 1000;
    const { data } = await this.#get<Found>('query_exemplars', {
      query: series,
      start: String(start),
      end: String(end),
    });
    return data
      .flatMap(({ exemplars }) => exemplars)
      .map(({ labels, value, timestamp }) => ({ labels, value: Number(value), timestamp }))
      .sort((a, b) => b.timestamp - a.timestamp);
  }

  #get<Data>(path: string, parameters: Record<string, string>): Promise<Answer<Data>> {
    return fetchJson<Answer<Data>>(`${this.#base}/api/v1/${path}?${new URLSearchParams(parameters)}`);
  }
}

/** @param api the base that `/alerts` and `/rules` hang on */
export async function activeAlerts(api: string): Promise<ActiveRuleAlert[]> {
  type Active = {
    alerts: { labels: Record<string, string>; state: 'pending' | 'firing'; activeAt: string }[];
  };
  const { data } = await fetchJson<Answer<Active>>(`${api}/alerts`);
  return data.alerts.map(({ labels, state, activeAt }) => ({
    name: [labels.alertname, labels.sloth_slo, labels.sloth_severity].filter(Boolean).join(' '),
    state,
    activeAt: Date.parse(activeAt) / 1000,
  }));
}

/** @param api the base that `/alerts` and `/rules` hang on */
export async function alertRules(api: string): Promise<AlertRule[]> {
  type Groups = {
    groups: { interval: number; rules: { type: string; name: string; duration?: number }[] }[];
  };
  const { data } = await fetchJson<Answer<Groups>>(`${api}/rules`);
  return data.groups.flatMap(({ interval, rules }) =>
    rules
      .filter(({ type }) => type === 'alerting')
      .map(({ name, duration = 0 }) => ({ name, forSeconds: duration, intervalSeconds: interval })),
  );
}
