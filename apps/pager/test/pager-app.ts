import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTelemetry } from '@lab/instrumentation';
import { readConfig } from '@lab/service';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { onTestFinished } from 'vitest';
import { buildApp } from '../src/app.ts';
import type { Notification } from '../src/domain/notification.ts';
import { PAGER_SETTINGS } from '../src/settings.ts';

interface TestPager {
  readonly app: FastifyInstance;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  /** Host and port of the SMTP sink. */
  readonly smtp: string;
  post(path: string, body: object): Promise<LightMyRequestResponse>;
  /** Newest first. */
  notifications(query?: Readonly<Record<string, string>>): Promise<readonly Notification[]>;
  /** The value of one series as a scrape sees it; undefined where there is none. */
  metric(series: string): Promise<number | undefined>;
}

/** The service as server.ts builds it, listening on free ports, in a folder that is gone when the test is over. */
export async function startPager(env: Readonly<Record<string, string>> = {}): Promise<TestPager> {
  const config = readConfig(
    PAGER_SETTINGS,
    {
      PORT: '0',
      PAGER_SMTP_PORT: '0',
      PAGER_STATE_DIR: tempFolder(),
      USER_ID_SALT: 'a salt for tests only',
      ...env,
    },
    () => '',
  );
  const lines: Record<string, unknown>[] = [];
  const telemetry = createTelemetry({
    service: 'pager',
    version: 'test',
    environment: 'test',
    logLevel: 'info',
    userIdSalt: config.USER_ID_SALT,
    logDestination: { write: (line) => void lines.push(JSON.parse(line)) },
  });
  const app = await buildApp({ config, telemetry, now: Date.now });
  await app.listen({ host: config.HOST, port: 0 });
  onTestFinished(() => app.close());
  return {
    app,
    lines,
    smtp: String(lines.find(({ event_type }) => event_type === 'smtp_listening')?.listening_on),
    post: async (url, payload) => app.inject({ method: 'POST', url, payload }),
    notifications: async (query = {}) => {
      const answer = await app.inject({ url: '/api/notifications', query });
      return answer.json<{ notifications: Notification[] }>().notifications;
    },
    metric: async (series) => {
      const { body } = await app.inject('/metrics');
      const line = body.split('\n').find((candidate) => candidate.startsWith(`${series} `));
      return line === undefined ? undefined : Number(line.split(' ')[1]);
    },
  };
}

/** A folder that is gone when the test is over. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lab-pager-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
