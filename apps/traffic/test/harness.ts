import { createTelemetry } from '@lab/instrumentation';
import { readConfig } from '@lab/service';
import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';
import { buildApp } from '../src/app.ts';
import { checkSettings, TrafficSettings } from '../src/settings.ts';
import type { TrafficStatus } from '../src/traffic.ts';

export type LogLine = Readonly<Record<string, unknown>>;

export interface Harness {
  readonly app: FastifyInstance;
  readonly settings: TrafficSettings;
  readonly lines: readonly LogLine[];
  status(): Promise<TrafficStatus>;
  /** Sum of the series of one metric whose text contains `labels`. */
  metric(name: string, labels?: string): Promise<number>;
}

/** The service as it runs, in this process: settings read from an environment, listening on a free port. */
export async function startTraffic(
  origin: string,
  environment: Readonly<Record<string, string>>,
): Promise<Harness> {
  const settings = readConfig(
    TrafficSettings,
    {
      PORT: '0',
      USER_ID_SALT: 'a salt for tests only',
      INFERENCE_URL: origin,
      FEATURES_URL: origin,
      TRAFFIC_CUSTOMERS: '40',
      TRAFFIC_RATE: '100',
      TRAFFIC_FEATURE_LEAD_MS: '200',
      TRAFFIC_FEATURE_INTERVAL_MS: '20',
      TRAFFIC_OPENING_SECONDS: '0',
      ...environment,
    },
    () => '',
  ) as TrafficSettings;
  checkSettings(settings);
  const lines: LogLine[] = [];
  const telemetry = createTelemetry({
    service: 'traffic',
    version: '0.0.0',
    environment: 'test',
    logLevel: 'info',
    userIdSalt: settings.USER_ID_SALT,
    logDestination: { write: (line) => void lines.push(JSON.parse(line)) },
  });
  const app = await buildApp(settings, telemetry);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    app,
    settings,
    lines,
    status: async () => (await app.inject('/status')).json<TrafficStatus>(),
    metric: async (name, labels = '') => {
      const { body } = await telemetry.metrics.expose();
      return body
        .split('\n')
        .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
        .filter((line) => line.includes(labels))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    },
  };
}

/** Waits until `read` gives what `isEnough` accepts; fails after ten seconds. */
export async function eventually<Value>(
  read: () => Value | Promise<Value>,
  isEnough: (value: Value) => boolean,
): Promise<Value> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const value = await read();
    if (isEnough(value)) return value;
    if (Date.now() > deadline) expect.fail(`not within 10 s; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
