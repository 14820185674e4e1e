import Fastify, { type FastifyInstance } from 'fastify';

/** The HTTP side of a service, the same for both. */
export async function httpApp(): Promise<FastifyInstance> {
  return Fastify({ logger: { level: process.env.LOG_LEVEL ?? 'info' } });
}

/** Listens, and ends with the process. */
export async function serve(app: FastifyInstance): Promise<void> {
  const { HOST = '127.0.0.1', PORT = '0' } = process.env;
  process.once('SIGTERM', () => void app.close().finally(() => process.exit(0)));
  await app.listen({ host: HOST, port: Number(PORT) });
}
