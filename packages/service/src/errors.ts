import type { FastifyError, FastifyInstance } from 'fastify';

/**
 * One shape for every error a service answers with: `{ error: { code, message } }`.
 *
 * The caller sees the message of its own mistakes (4xx) and of a known outage (503); any other 5xx says nothing about
 * our insides, and is logged whole.
 */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((thrown: FastifyError | null | undefined, request, reply) => {
    const error = thrown ?? (new Error(`${thrown} was thrown`) as FastifyError); // JavaScript throws anything
    const status = error.statusCode !== undefined && error.statusCode >= 400 ? error.statusCode : 500;
    const code = error.validation === undefined ? (error.code ?? 'INTERNAL') : 'INVALID_REQUEST';
    const known = status < 500 || status === 503;
    if (!known) request.log.error({ error, event_type: 'unexpected_error' }, 'request failed');
    return reply.code(status).send({
      error: { code: known ? code : 'INTERNAL', message: known ? error.message : 'Internal Server Error' },
    });
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      error: { code: 'NOT_FOUND', message: `no route ${request.method} ${request.url.split('?')[0]}` },
    }),
  );
}
