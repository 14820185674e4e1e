import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createTelemetry } from '@lab/instrumentation';
import { eventually } from '@lab/instrumentation/testing';
import { readConfig } from '@lab/service';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { buildApp } from '../src/app.ts';
import { AutopilotSettings } from '../src/settings.ts';
import { tempFolder } from './temp-folder.ts';

export const ADMIN_TOKEN = 'a token for tests only';
export const ALERTMANAGER_TOKEN = 'another token for tests only';
/** Nothing listens there. */
const NOBODY = 'http://127.0.0.1:9';

/** A policy that does everything at once, unless a test wants it otherwise. */
export function testPolicy(change: Readonly<Record<string, unknown>> = {}) {
  const free = { cooldown: '0s', per_day: 100 };
  return {
    stale_after: '1h',
    actions: {
      open_incident: free,
      rollback_canary: free,
      pin_version: free,
      degrade: free,
      retrain: free,
      promote: free,
    },
    rules: [
      { name: 'canary', alerts: ['CanaryWorseThanChampion'], actions: ['open_incident', 'rollback_canary'] },
    ],
    degraded_version: '1',
    releases: { keep_newest: 5, pinned: [] },
    retraining: {
      window: '0s',
      not_during: ['FeaturesDegraded'],
      patience: '4s',
      look_again: '1s',
      minimum_rows: 1000,
      minimum_frauds: 20,
      history_rows: 8000,
      attempts: 1,
      confidence: 0.99,
    },
    rollout: { steps: [10, 25, 50], hold: '0s', patience: '1h', minimum_predictions: 0 },
    ...change,
  };
}

interface DecisionSeen {
  readonly id: string;
  readonly action: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly detail: string;
  readonly model_version: string | null;
}

export interface TestAutopilot {
  readonly url: string;
  readonly lines: Record<string, unknown>[];
  deliver(...alerts: readonly object[]): Promise<string[]>;
  ask(method: string, path: string, body?: object, token?: string): Promise<Response>;
  json<Answer>(path: string): Promise<Answer>;
  /** The decision about an action once it is no longer being made. */
  decided(action: string, outcome?: string, deadlineMs?: number): Promise<DecisionSeen>;
  decisions(): Promise<readonly DecisionSeen[]>;
  /** The value of one series as a scrape sees it; undefined where there is none. */
  metric(series: string): Promise<number | undefined>;
  close(): Promise<void>;
}

interface AutopilotOptions {
  readonly policy?: object;
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: () => number;
}

/** The service as server.ts builds it, listening on a free port, with a folder that is gone when the test is over. */
export async function startAutopilot({
  policy = testPolicy(),
  env = {},
  now = Date.now,
}: AutopilotOptions = {}): Promise<TestAutopilot> {
  const policyFile = join(tempFolder(), 'policy.yaml');
  writeFileSync(policyFile, stringify(policy));
  const settings = readConfig(
    AutopilotSettings,
    {
      PORT: '0',
      USER_ID_SALT: 'a salt for tests only',
      ADMIN_TOKEN,
      ALERTMANAGER_TOKEN,
      AUTOPILOT_STATE_DIR: tempFolder(),
      AUTOPILOT_POLICY: policyFile,
      AUTOPILOT_TICK_MS: '50',
      INFERENCE_URL: NOBODY,
      PROMETHEUS_URL: NOBODY,
      ...env,
    },
    () => '',
  );
  const lines: Record<string, unknown>[] = [];
  const telemetry = createTelemetry({
    service: 'autopilot',
    version: 'test',
    environment: 'test',
    logLevel: 'info',
    userIdSalt: settings.USER_ID_SALT,
    logDestination: { write: (line) => void lines.push(JSON.parse(line)) },
  });
  const app = await buildApp({ settings, telemetry, now });
  await app.listen({ host: settings.HOST, port: 0 });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await app.close();
    isOpen = false;
  };
  onTestFinished(close);
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const ask: TestAutopilot['ask'] = (method, path, body, token = ADMIN_TOKEN) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const json = async <Answer>(path: string): Promise<Answer> =>
    (await (await ask('GET', path)).json()) as Answer;
  const decisions = async () => (await json<{ decisions: DecisionSeen[] }>('/v1/decisions')).decisions;
  return {
    url,
    lines,
    ask,
    json,
    close,
    decisions,
    async deliver(...alerts) {
      const answer = await ask('POST', '/v1/alerts', { version: '4', alerts }, ALERTMANAGER_TOKEN);
      if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
      return ((await answer.json()) as { alerts: { receipt: string }[] }).alerts.map(
        ({ receipt }) => receipt,
      );
    },
    decided: (action, outcome, deadlineMs = 10_000) =>
      eventually(
        `a decision about ${action}`,
        async () =>
          (await decisions()).find(
            (decision) =>
              decision.action === action &&
              (outcome === undefined
                ? !['planned', 'started'].includes(decision.outcome)
                : decision.outcome === outcome),
          ),
        deadlineMs,
      ),
    async metric(series) {
      const body = await (await fetch(`${url}/metrics`)).text();
      const line = body.split('\n').find((candidate) => candidate.startsWith(`${series} `));
      return line === undefined ? undefined : Number(line.split(' ')[1]);
    },
  };
}
