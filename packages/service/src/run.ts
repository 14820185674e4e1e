import { readFileSync } from 'node:fs';
import type { Telemetry } from '@lab/instrumentation';
import type { FastifyInstance } from 'fastify';
import type { Static, TObject, TProperties } from 'typebox';
import { ConfigError, readConfig, type SERVICE_SETTINGS } from './config.ts';
import { liveAsService } from './life.ts';

type ServiceSettings = Static<TObject<typeof SERVICE_SETTINGS>>;

export interface Service<Properties extends TProperties> {
  readonly name: string;
  readonly settings: TObject<Properties>;
  /** Builds the application with its adapters; what it opens it closes in `onClose` hooks. */
  build(config: Readonly<Static<TObject<Properties>>>, telemetry: Telemetry): Promise<FastifyInstance>;
}

/** A service from the first variable that it reads to its last line; see {@link liveAsService} for its end. */
export async function runService<Properties extends TProperties>(
  service: Service<Properties>,
): Promise<void> {
  const config = configOrExit(service.settings);
  await liveAsService({
    name: service.name,
    settings: config as unknown as ServiceSettings,
    build: (telemetry) => service.build(config, telemetry),
  });
}

/** The settings of this process; a bad configuration is told whole on standard error, and exits with 1. */
export function configOrExit<Properties extends TProperties>(
  schema: TObject<Properties>,
): Readonly<Static<TObject<Properties>>> {
  try {
    return readConfig(schema, process.env, (path) => readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
