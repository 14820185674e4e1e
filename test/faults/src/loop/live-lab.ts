import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabUnderTest } from '@lab/test-telemetry/start-lab';

export const MODEL = 'fraud-detection';

export interface Route {
  readonly champion: string;
  readonly canary?: { readonly version: string; readonly percent: number };
}

export interface Decision {
  readonly id: string;
  readonly action: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly detail: string;
  readonly alertname: string;
  readonly model_version: string | null;
  /** ISO 8601. */
  readonly decided_at: string;
  readonly finished_at: string | null;
  readonly trace_id: string | null;
}

export interface FiringAlert {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A running lab over its HTTP addresses, as somebody with its secrets uses it. */
export class LiveLab {
  readonly #lab: LabUnderTest;

  constructor(lab: LabUnderTest) {
    this.#lab = lab;
  }

  url(service: string): string {
    return `http://127.0.0.1:${this.#lab.ports[`${service}_PORT`]}`;
  }

  secretFile(name: string): string {
    return join(this.#lab.stateDir, 'secrets', name);
  }

  /** @throws Error with the answer where it is none of 2xx */
  async ask<Answer>(method: string, url: string, body?: object, secret = 'admin_token'): Promise<Answer> {
    const token = readFileSync(this.secretFile(secret), 'utf8').trim();
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text.slice(0, 300)}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  #get<Answer>(service: string, path: string): Promise<Answer> {
    return this.ask<Answer>('GET', `${this.url(service)}${path}`);
  }

  async firing(): Promise<FiringAlert[]> {
    type Active = { data: { alerts: { labels: Record<string, string>; state: string }[] } };
    const { data } = await this.#get<Active>('PROMETHEUS', '/api/v1/alerts');
    return data.alerts.flatMap(({ labels, state }) =>
      state === 'firing' ? [{ name: labels.alertname ?? '', labels }] : [],
    );
  }

  /** Alerts as the Alertmanager would tell them to a webhook. */
  async delivered(alertname: string): Promise<object[]> {
    const filter = encodeURIComponent(`alertname="${alertname}"`);
    const alerts = await this.#get<Record<string, unknown>[]>(
      'ALERTMANAGER',
      `/api/v2/alerts?filter=${filter}`,
    );
    return alerts.map(({ labels, annotations, startsAt, endsAt, fingerprint }) => ({
      status: 'firing',
      labels,
      annotations,
      startsAt,
      endsAt,
      fingerprint,
    }));
  }

  async route(): Promise<Route> {
    const models = await this.#get<{ name: string; route: Route }[]>('INFERENCE', '/admin/models');
    const found = models.find(({ name }) => name === MODEL);
    if (found === undefined) throw new Error(`${MODEL} is not served`);
    return found.route;
  }

  async setRoute(route: Route): Promise<void> {
    await this.ask('PUT', `${this.url('INFERENCE')}/admin/models/${MODEL}/route`, route);
  }

  /** Lets a version fail in this share of its executions. */
  async failVersion(version: string, share: number): Promise<void> {
    await this.ask('PUT', `${this.url('INFERENCE')}/admin/faults/failing_model`, { version, share });
  }

  async startScenario(name: string, settings: object): Promise<void> {
    await this.ask('PUT', `${this.url('TRAFFIC')}/scenarios/${name}`, settings);
  }

  /** The world is as it was, and nothing fails by request. */
  async endFaults(): Promise<void> {
    for (const name of ['drift', 'latency'])
      await this.ask('DELETE', `${this.url('TRAFFIC')}/scenarios/${name}`);
    await this.ask('DELETE', `${this.url('INFERENCE')}/admin/faults/failing_model`);
  }

  async setKillSwitch(on: boolean): Promise<void> {
    await this.ask('PUT', `${this.url('AUTOPILOT')}/v1/kill-switch`, { on, reason: 'a test of the loop' });
  }

  async decisions(): Promise<readonly Decision[]> {
    return (await this.#get<{ decisions: Decision[] }>('AUTOPILOT', '/v1/decisions')).decisions;
  }

  async approve(id: string): Promise<void> {
    const path = `/v1/approvals/${encodeURIComponent(id)}`;
    await this.ask('POST', `${this.url('AUTOPILOT')}${path}`, { decision: 'approve' });
  }
}
