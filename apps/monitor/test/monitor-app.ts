import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createTelemetry, type Metrics } from '@lab/instrumentation';
import { eventually } from '@lab/instrumentation/testing';
import { readConfig } from '@lab/service';
import { buildApp } from '../src/app.ts';
import { openDatabase } from '../src/open-database.ts';
import { MonitorSettings } from '../src/settings.ts';

export const MODELS = fileURLToPath(new URL('../../../models', import.meta.url));
export const ADMIN_TOKEN = 'a token for tests only';
export const SALT = 'a salt for tests only';

/** Pipelines that a test does not ask for stay at rest. */
const AT_REST = '0';

export const TEST_ENVIRONMENT: Readonly<Record<string, string>> = {
  PORT: '0',
  USER_ID_SALT: SALT,
  MODEL_REPOSITORY: MODELS,
  ADMIN_TOKEN,
  MONITOR_DRIFT_INTERVAL_MS: AT_REST,
  MONITOR_QUALITY_INTERVAL_MS: AT_REST,
  MONITOR_EXPERIMENT_INTERVAL_MS: AT_REST,
  MONITOR_EXPLANATION_INTERVAL_MS: AT_REST,
  MONITOR_RETENTION_INTERVAL_MS: AT_REST,
};

export interface TestMonitor {
  readonly url: string;
  readonly metrics: Metrics;
  /** Everything that was logged. */
  readonly lines: Record<string, unknown>[];
  events(type: string): Record<string, unknown>[];
  /** The value of one series as a scrape sees it; undefined where there is none. */
  metric(series: string): Promise<number | undefined>;
  scrape(): Promise<string>;
  label(labels: readonly TestLabel[]): Promise<Response>;
  post(path: string, body?: unknown): Promise<Response>;
  close(): Promise<void>;
}

interface TestLabel {
  readonly id: string;
  readonly isFraud: boolean;
  /** Milliseconds since the epoch. */
  readonly at?: number;
}

interface MonitorOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: () => number;
  /** False where the database is not there yet. */
  readonly awaitReady?: boolean;
}

/** The service as server.ts builds it, over real HTTP and a real PostgreSQL; the caller closes it. */
export async function startMonitor(
  databaseUrl: string,
  { env = {}, now = Date.now, awaitReady = true }: MonitorOptions = {},
): Promise<TestMonitor> {
  const lines: Record<string, unknown>[] = [];
  const telemetry = createTelemetry({
    service: 'monitor',
    version: 'test',
    environment: 'test',
    logLevel: 'info',
    userIdSalt: SALT,
    logDestination: { write: (line) => lines.push(JSON.parse(line)) },
  });
  const settings = readConfig(
    MonitorSettings,
    { ...TEST_ENVIRONMENT, DATABASE_URL: databaseUrl, DATABASE_TIMEOUT_MS: '2000', ...env },
    (path) => readFileSync(path, 'utf8'),
  );
  const app = await buildApp({ telemetry, database: openDatabase(settings, telemetry), settings, now });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  if (awaitReady) {
    await eventually('ready', async () => ((await fetch(`${url}/readyz`)).ok ? true : undefined));
  }
  const scrape = async (): Promise<string> => (await fetch(`${url}/metrics`)).text();
  const post = (path: string, body?: unknown): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    url,
    lines,
    metrics: telemetry.metrics,
    events: (type) => lines.filter(({ event_type }) => event_type === type),
    scrape,
    metric: async (series) => {
      const line = (await scrape()).split('\n').find((candidate) => candidate.startsWith(`${series} `));
      return line === undefined ? undefined : Number(line.split(' ')[1]);
    },
    label: (labels) =>
      post('/v1/labels', {
        labels: labels.map(({ id, isFraud, at = Date.now() }) => ({
          prediction_id: id,
          is_fraud: isFraud,
          labelled_at: new Date(at).toISOString(),
        })),
      }),
    post,
    close: () => app.close(),
  };
}
