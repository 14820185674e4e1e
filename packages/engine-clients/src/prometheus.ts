import { reloadReason } from './alertmanager.ts';
import { fetchJson, fetchText } from './http.ts';

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface PointInTime {
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly value: number;
}

export interface RangeSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly PointInTime[];
}

export interface Target {
  readonly job: string;
  readonly instance: string;
  readonly health: string;
  readonly lastError: string;
  /** After relabelling. */
  readonly labels: Readonly<Record<string, string>>;
  readonly scrapeUrl: string;
}

export interface Rule {
  readonly name: string;
  readonly group: string;
  readonly type: 'recording' | 'alerting';
  readonly health: string;
  readonly lastError: string;
  /** As Prometheus prints it. */
  readonly query: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** `for` in seconds; absent for a recording rule. */
  readonly duration?: number;
}

export interface Exemplar {
  /** Of the series that it belongs to. */
  readonly seriesLabels: Readonly<Record<string, string>>;
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
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly value: number;
}
export interface AlertRule {
  readonly name: string;
  readonly forSeconds: number;
  readonly intervalSeconds: number;
}

interface Answer<Data> {
  readonly data: Data;
}

/** Prometheus's HTTP API (v1). */
export class PrometheusApi {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  /**
   * An instant query; an empty list where nothing matches.
   * @param at seconds since the epoch; now where it is left out
   */
  async query(expression: string, at?: number): Promise<Sample[]> {
    type Vector = { result: { metric: Record<string, string>; value: [number, string] }[] };
    const { data } = await this.#get<Vector>('query', {
      query: expression,
      ...(at === undefined ? {} : { time: String(at) }),
    });
    return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  /** The sum of an instant query; 0 where nothing matches. */
  async sum(expression: string): Promise<number> {
    return (await this.query(expression)).reduce((sum, { value }) => sum + value, 0);
  }

  /**
   * A range query.
   * @param range start and end in seconds since the epoch, step in seconds
   */
  async queryRange(
    expression: string,
    { start, end = Date.now() / 1000, step }: { start: number; end?: number; step: number },
  ): Promise<RangeSeries[]> {
    type Matrix = { result: { metric: Record<string, string>; values: [number, string][] }[] };
    const { data } = await this.#get<Matrix>('query_range', {
      query: expression,
      start: String(start),
      end: String(end),
      step: String(step),
    });
    return data.result.map(({ metric, values }) => ({
      labels: metric,
      points: values.map(([timestamp, value]) => ({ timestamp, value: Number(value) })),
    }));
  }

  /**
   * Series that a selector matches since a moment, by their labels.
   * @param since seconds since the epoch
   */
  async series(selector: string, since: number): Promise<Readonly<Record<string, string>>[]> {
    return (
      await this.#get<Record<string, string>[]>('series', { 'match[]': selector, start: String(since) })
    ).data;
  }

  async labelValues(label: string): Promise<string[]> {
    return (await this.#get<string[]>(`label/${label}/values`, {})).data;
  }

  /** The configuration that is loaded, as YAML, with every default written out. */
  async configuration(): Promise<string> {
    return (await this.#get<{ yaml: string }>('status/config', {})).data.yaml;
  }

  /** Lets it read its configuration again. @returns undefined, or why it keeps the old one */
  reload(): Promise<string | undefined> {
    return reloadReason(`${this.#base}/-/reload`);
  }

  /** What Prometheus says of itself, in its text format. */
  metrics(): Promise<string> {
    return fetchText(`${this.#base}/metrics`);
  }

  async targets(): Promise<Target[]> {
    type Targets = {
      activeTargets: {
        labels: Record<string, string>;
        health: string;
        lastError: string;
        scrapeUrl: string;
      }[];
    };
    const { data } = await this.#get<Targets>('targets', { state: 'active' });
    return data.activeTargets.map(({ labels, health, lastError, scrapeUrl }) => ({
      job: labels.job ?? '',
      instance: labels.instance ?? '',
      health,
      lastError,
      labels,
      scrapeUrl,
    }));
  }

  async rules(): Promise<Rule[]> {
    type Groups = { groups: { name: string; rules: Omit<Rule, 'group'>[] }[] };
    const { data } = await this.#get<Groups>('rules', {});
    return data.groups.flatMap((group) =>
      group.rules.map((rule) => ({
        ...rule,
        lastError: rule.lastError ?? '',
        labels: rule.labels ?? {},
        annotations: rule.annotations ?? {},
        group: group.name,
      })),
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
    type Found = {
      seriesLabels: Record<string, string>;
      exemplars: { labels: Record<string, string>; value: string; timestamp: number }[];
    }[];
    const end = Date.now() / 1000;
    const { data } = await this.#get<Found>('query_exemplars', {
      query: series,
      start: String(start),
      end: String(end),
    });
    return data
      .flatMap(({ seriesLabels, exemplars }) =>
        exemplars.map(({ labels, value, timestamp }) => ({
          seriesLabels,
          labels,
          value: Number(value),
          timestamp,
        })),
      )
      .sort((a, b) => b.timestamp - a.timestamp);
  }

  #get<Data>(path: string, parameters: Record<string, string>): Promise<Answer<Data>> {
    return fetchJson<Answer<Data>>(`${this.#base}/api/v1/${path}?${new URLSearchParams(parameters)}`);
  }
}

/** @param api the base that `/alerts` and `/rules` hang on */
export async function activeAlerts(api: string): Promise<ActiveRuleAlert[]> {
  type Active = {
    alerts: {
      labels: Record<string, string>;
      annotations?: Record<string, string>;
      state: 'pending' | 'firing';
      activeAt: string;
      value: string;
    }[];
  };
  const { data } = await fetchJson<Answer<Active>>(`${api}/alerts`);
  return data.alerts.map(({ labels, annotations = {}, state, activeAt, value }) => ({
    name: [labels.alertname, labels.sloth_slo, labels.sloth_severity].filter(Boolean).join(' '),
    state,
    activeAt: Date.parse(activeAt) / 1000,
    labels,
    annotations,
    value: Number(value),
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
