import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { PredictRequest } from '@lab/contracts';
import { createTelemetry } from '@lab/instrumentation';
import { eventually } from '@lab/instrumentation/testing';
import { readConfig } from '@lab/service';
import { afterEach } from 'vitest';
import { buildApp } from '../src/app.ts';
import { InferenceSettings } from '../src/settings.ts';

export const MODELS = fileURLToPath(new URL('../../../models', import.meta.url));
export const ADMIN_TOKEN = 'a token for tests only';
export const USER_ID = 'user_of_this_test';
/** Labels of the version that answers unless a route says otherwise. */
export const CHAMPION = 'model_name="fraud-detection",model_version="2"';

export const PURCHASE: PredictRequest = {
  transaction_id: 'tx_1',
  user_id: USER_ID,
  amount: 42.5,
  merchant_category: 'electronics',
  hour_of_day: 14,
  distance_from_home_km: 12.5,
  card_present: false,
};

export interface TestService {
  readonly url: string;
  /** Everything that was logged. */
  readonly lines: Record<string, unknown>[];
  events(type: string): Record<string, unknown>[];
  predict(change?: Partial<PredictRequest>, headers?: Record<string, string>): Promise<Response>;
  admin(method: string, path: string, body?: unknown): Promise<Response>;
  infer(model: string, body: unknown): Promise<Response>;
  /** The value of one series as a scrape sees it; undefined where there is none. */
  metric(series: string): Promise<number | undefined>;
  metrics(): Promise<string>;
  close(): Promise<void>;
}

const opened: TestService[] = [];

/** The service as server.ts builds it, over real HTTP with real ONNX Runtime; closed after the test. */
export async function startService(env: Record<string, string> = {}): Promise<TestService> {
  const service = await openService(env);
  opened.push(service);
  return service;
}

afterEach(async () => {
  for (const service of opened.splice(0)) await service.close();
});

/** The same, for a whole file of tests; the caller closes it. */
export async function openService(env: Record<string, string> = {}): Promise<TestService> {
  const lines: Record<string, unknown>[] = [];
  const telemetry = createTelemetry({
    service: 'inference',
    version: 'test',
    environment: 'test',
    logLevel: 'info',
    userIdSalt: 'a salt for tests only',
    logDestination: { write: (line) => lines.push(JSON.parse(line)) },
  });
  const settings = readConfig(
    InferenceSettings,
    { PORT: '0', USER_ID_SALT: 'a salt for tests only', MODEL_REPOSITORY: MODELS, ADMIN_TOKEN, ...env },
    (path) => readFileSync(path, 'utf8'),
  );
  const app = await buildApp(settings, telemetry);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  await eventually('models are loaded', async () => {
    const { reasons } = (await (await fetch(`${url}/readyz`)).json()) as { reasons?: string[] };
    return reasons?.includes('models are being loaded') ? undefined : true;
  });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const metrics = async (): Promise<string> => (await fetch(`${url}/metrics`)).text();
  return {
    url,
    lines,
    events: (type) => lines.filter(({ event_type }) => event_type === type),
    predict: (change = {}, headers = {}) => post('/predict', { ...PURCHASE, ...change }, headers),
    admin: (method, path, body) =>
      fetch(`${url}/admin${path}`, {
        method,
        headers: {
          authorization: `Bearer ${ADMIN_TOKEN}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    infer: (model, body) => post(`/v2/models/${model}/infer`, body),
    metrics,
    metric: async (series) => {
      const line = (await metrics()).split('\n').find((candidate) => candidate.startsWith(`${series} `));
      return line === undefined ? undefined : Number(line.split(' ')[1]);
    },
    close: () => app.close(),
  };
}
