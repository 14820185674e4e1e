import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createTelemetry, shutdownTracing, type Telemetry } from '@lab/instrumentation';
import closeWithGrace from 'close-with-grace';
import type { FastifyInstance } from 'fastify';
import type { Static, TObject, TProperties } from 'typebox';
import { ConfigError, readConfig, type SERVICE_SETTINGS } from './config.ts';

type ServiceSettings = Static<TObject<typeof SERVICE_SETTINGS>>;

export interface Service<Properties extends TProperties> {
  readonly name: string;
  readonly settings: TObject<Properties>;
  /** Builds the application with its adapters; what it opens it closes in `onClose` hooks. */
  build(config: Readonly<Static<TObject<Properties>>>, telemetry: Telemetry): Promise<FastifyInstance>;
}

/** Longer than any request is allowed to take, shorter than the orchestrator's patience (compose: 20 s). */
const CLOSE_LIMIT_MS = 15_000;
const IDLE_CHECK_MS = 100;

/**
 * The life of a service: configuration, telemetry, application, listening, and an end that loses nothing.
 *
 * On SIGTERM or SIGINT: `/readyz` turns 503, after SHUTDOWN_DRAIN_MS the listener closes, open requests are answered,
 * adapters close, the last spans leave, the last lines are written. Exit code 1 for a bad configuration or start.
 */
export async function runService<Properties extends TProperties>(
  service: Service<Properties>,
): Promise<void> {
  const config = configOrExit(service.settings);
  const settings = config as unknown as ServiceSettings;
  const telemetry = createTelemetry({
    service: service.name,
    version: settings.SERVICE_VERSION,
    environment: settings.DEPLOYMENT_ENVIRONMENT,
    logLevel: settings.LOG_LEVEL,
    userIdSalt: settings.USER_ID_SALT,
  });
  const { logger } = telemetry;
  let app: FastifyInstance | undefined;

  closeWithGrace({ delay: CLOSE_LIMIT_MS, logger: false }, async ({ err, signal }) => {
    if (err) logger.fatal({ error: err, event_type: 'service_failed' }, 'unexpected error, closing');
    else logger.info({ signal, event_type: 'service_closing' }, 'closing');
    app?.readiness.close();
    if (signal !== undefined) await delay(settings.SHUTDOWN_DRAIN_MS);
    if (app !== undefined) await closeApp(app);
    await shutdownTracing();
    logger.info({ event_type: 'service_closed' }, 'closed');
  });

  try {
    app = await service.build(config, telemetry);
    const address = await app.listen({ host: settings.HOST, port: settings.PORT });
    logger.info({ event_type: 'service_listening', listening_on: address }, 'listening');
  } catch (error) {
    if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
    else logger.fatal({ error, event_type: 'service_failed' }, 'start failed');
    await app?.close();
    await shutdownTracing();
    process.exit(1);
  }
}

/**
 * Node closes the connections that are idle when the listener closes. One that is answered afterwards would be kept
 * for the whole keep-alive time, and the process with it, so connections are looked at until none is left.
 */
async function closeApp(app: FastifyInstance): Promise<void> {
  const timer = setInterval(() => app.server.closeIdleConnections(), IDLE_CHECK_MS);
  try {
    await app.close();
  } finally {
    clearInterval(timer);
  }
}

function configOrExit<Properties extends TProperties>(
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
