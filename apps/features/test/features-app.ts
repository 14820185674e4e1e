import { createTelemetry, type Telemetry } from '@lab/instrumentation';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../src/app.ts';
import { openDatabase } from '../src/open-database.ts';

export interface TestApp {
  readonly app: FastifyInstance;
  readonly lines: Record<string, unknown>[];
  /** The value of one series as a scrape sees it; undefined when there is none. */
  metric(series: string): Promise<number | undefined>;
}

/** The service as server.ts builds it, with log lines kept in memory. */
export async function startApp(url: string, now: () => number = Date.now): Promise<TestApp> {
  const lines: Record<string, unknown>[] = [];
  const telemetry: Telemetry = createTelemetry({
    service: 'features',
    version: 'test',
    environment: 'test',
    logLevel: 'info',
    userIdSalt: 'a salt for tests only',
    logDestination: { write: (line) => lines.push(JSON.parse(line)) },
  });
  const database = openDatabase(
    { DATABASE_URL: url, DATABASE_POOL_SIZE: 4, DATABASE_TIMEOUT_MS: 1000 },
    telemetry,
  );
  const app = await buildApp({ telemetry, database, faults: { FAULT_INJECTION: false }, now });
  return {
    app,
    lines,
    metric: async (series) => {
      const { body } = await app.inject('/metrics');
      const line = body.split('\n').find((candidate) => candidate.startsWith(`${series} `));
      return line === undefined ? undefined : Number(line.split(' ')[1]);
    },
  };
}
