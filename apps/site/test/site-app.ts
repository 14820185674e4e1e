import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTelemetry } from '@lab/instrumentation';
import { readConfig } from '@lab/service';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { buildApp } from '../src/app.ts';
import { SITE_SETTINGS } from '../src/settings.ts';

/** A folder with these files that is gone when the test is over. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'lab-site-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

interface TestSite {
  readonly app: FastifyInstance;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** The service as server.ts builds it, listening on a free port: listening is what starts a build. */
export async function startSite(env: Readonly<Record<string, string>>): Promise<TestSite> {
  const config = readConfig(
    SITE_SETTINGS,
    { PORT: '0', USER_ID_SALT: 'a salt for tests only', ...env },
    () => '',
  );
  const lines: Record<string, unknown>[] = [];
  const telemetry = createTelemetry({
    service: 'site',
    version: 'test',
    environment: 'test',
    logLevel: 'info',
    userIdSalt: config.USER_ID_SALT,
    logDestination: { write: (line) => void lines.push(JSON.parse(line)) },
  });
  const app = await buildApp({ config, telemetry });
  await app.listen({ host: config.HOST, port: 0 });
  onTestFinished(() => app.close());
  return { app, lines };
}
