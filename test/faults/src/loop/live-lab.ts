import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AutopilotApi, PrometheusApi } from '@lab/engine-clients';
import type { LabUnderTest } from '@lab/test-telemetry/start-lab';

export const MODEL = 'fraud-detection';

export interface Route {
  readonly champion: string;
  readonly canary?: { readonly version: string; readonly percent: number };
}

/** A running lab over its HTTP addresses, as somebody with its secrets uses it. */
export class LiveLab {
  readonly prometheus: PrometheusApi;
  readonly autopilot: AutopilotApi;
  readonly #lab: LabUnderTest;

  constructor(lab: LabUnderTest) {
    this.#lab = lab;
    this.prometheus = new PrometheusApi(this.url('PROMETHEUS'));
    this.autopilot = new AutopilotApi(this.url('AUTOPILOT'));
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

  /** Names of the alerts that fire in Prometheus. */
  async firing(): Promise<string[]> {
    const alerts = await this.prometheus.alerts();
    return alerts.filter(({ state }) => state === 'firing').map(({ name }) => name);
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

  async approve(id: string): Promise<void> {
    const path = `/v1/approvals/${encodeURIComponent(id)}`;
    await this.ask('POST', `${this.url('AUTOPILOT')}${path}`, { decision: 'approve' });
  }
}
