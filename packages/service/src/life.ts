import { setTimeout as delay } from 'node:timers/promises';
import { createTelemetry, shutdownTracing, type Telemetry } from '@lab/instrumentation/core';
import closeWithGrace from 'close-with-grace';
import type { Static, TObject } from 'typebox';
import type { ConfigError, SERVICE_SETTINGS } from './config.ts';

/** What a service must be to be started and ended; a Fastify instance of `observedFastify` is one. */
export interface ServiceApp {
  readonly readiness: { close(): void };
  readonly server: { closeIdleConnections(): void };
  /** @returns the address, as a URL */
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
  close(): Promise<unknown>;
}

export interface ServiceLife {
  readonly name: string;
  readonly settings: Readonly<Static<TObject<typeof SERVICE_SETTINGS>>>;
  build(telemetry: Telemetry): Promise<ServiceApp>;
}

/** Longer than any request is allowed to take, shorter than the orchestrator's patience (compose: 20 s). */
const CLOSE_LIMIT_MS = 15_000;
const IDLE_CHECK_MS = 100;

/**
 * The life of a service whose settings are read: telemetry, application, listening, and an end that loses nothing.
 *
 * On SIGTERM or SIGINT: `/readyz` turns 503, after SHUTDOWN_DRAIN_MS the listener closes, open requests are answered,
 * adapters close, the last spans leave, the last lines are written. Exit code 1 for a start that fails.
 */
export async function liveAsService({ name, settings, build }: ServiceLife): Promise<void> {
  const telemetry = createTelemetry({
    service: name,
    version: settings.SERVICE_VERSION,
    environment: settings.DEPLOYMENT_ENVIRONMENT,
    logLevel: settings.LOG_LEVEL,
    userIdSalt: settings.USER_ID_SALT,
  });
  const { logger } = telemetry;
  let app: ServiceApp | undefined;

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
    app = await build(telemetry);
    const address = await app.listen({ host: settings.HOST, port: settings.PORT });
    logger.info({ event_type: 'service_listening', listening_on: address }, 'listening');
  } catch (error) {
    if (isConfigError(error)) process.stderr.write(`${error.message}\n`);
    else logger.fatal({ error, event_type: 'service_failed' }, 'start failed');
    await app?.close();
    await shutdownTracing();
    process.exit(1);
  }
}

/** By its code: the class would bring the validator along, which not every process needs. */
const isConfigError = (error: unknown): error is ConfigError =>
  (error as Partial<ConfigError> | undefined)?.code === 'CONFIG_INVALID';

/**
 * Node closes the connections that are idle when the listener closes. One that is answered afterwards would be kept
 * for the whole keep-alive time, and the process with it, so connections are looked at until none is left.
 */
async function closeApp(app: ServiceApp): Promise<void> {
  const timer = setInterval(() => app.server.closeIdleConnections(), IDLE_CHECK_MS);
  try {
    await app.close();
  } finally {
    clearInterval(timer);
  }
}
