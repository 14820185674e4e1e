import { createTelemetry, observedFastify, shutdownTracing } from '@lab/instrumentation';
import type { FastifyInstance } from 'fastify';

/** The HTTP side of a service, the same for both: each request is a span, a line, and is counted. */
export function httpApp(): Promise<FastifyInstance> {
  const { env } = process;
  return observedFastify(
    createTelemetry({
      service: 'gateway',
      version: env.SERVICE_VERSION ?? '0',
      environment: env.DEPLOYMENT_ENVIRONMENT ?? 'lab',
      logLevel: env.LOG_LEVEL ?? 'info',
      userIdSalt: env.USER_ID_SALT ?? '',
    }),
  );
}

/** Listens, and ends with the process. */
export async function serve(app: FastifyInstance): Promise<void> {
  const { HOST = '127.0.0.1', PORT = '0' } = process.env;
  process.once(
    'SIGTERM',
    () =>
      void app
        .close()
        .then(shutdownTracing)
        .finally(() => process.exit(0)),
  );
  await app.listen({ host: HOST, port: Number(PORT) });
}
