import { mlMonitorBatchesRefusedTotal } from '@lab/catalogue';
import type { Metrics } from '@lab/instrumentation';
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { Admission } from '../domain/admission.ts';
import type { EventIntake, Intake } from '../event-intake.ts';
import { decodeJsonLogs, decodeProtobufLogs } from '../otlp/decode-logs.ts';
import { decompress } from '../otlp/inflate.ts';
import { LogsResponse, Status } from '../otlp/proto.ts';

export interface LogsOptions {
  readonly intake: EventIntake;
  readonly metrics: Metrics;
  readonly maxBatches: number;
  readonly maxRecords: number;
  /** Bytes after decompression; nobody sends more before it. */
  readonly batchBytes: number;
}

const PROTOBUF = 'application/x-protobuf';
/** Longer than a batch takes to be stored; the Collector waits at least this long. */
const RETRY_AFTER_SECONDS = 2;
/** google.rpc.Code of what a sender may learn from. */
const RPC_CODES: Readonly<Record<number, number>> = { 400: 3, 413: 3, 415: 3, 429: 8, 503: 14 };
const REFUSALS = { 413: 'too_large', 429: 'busy', 503: 'unavailable' } as const;

/**
 * Receiver of OTLP/HTTP logs (opentelemetry.io/docs/specs/otlp, "OTLP/HTTP"): protobuf and JSON, gzip, partial success,
 * 429 and 503 with Retry-After for what may be sent again. Answered only after everything is committed.
 */
export const logsRoutes: FastifyPluginAsync<LogsOptions> = async (app, options) => {
  const { intake, batchBytes } = options;
  const admission = new Admission(options.maxBatches, options.maxRecords);
  const refused = options.metrics.counter(mlMonitorBatchesRefusedTotal);

  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    [PROTOBUF, 'application/json'],
    { parseAs: 'buffer', bodyLimit: batchBytes },
    (_request, body, done) => done(null, body),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    const refusal = REFUSALS[status as keyof typeof REFUSALS];
    if (refusal !== undefined) refused.inc({ reason: refusal });
    if (status === 429 || status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
    if (status >= 500 && status !== 503) {
      request.log.error({ error, event_type: 'unexpected_error' }, 'request failed');
    }
    const message = status >= 500 && status !== 503 ? 'Internal Server Error' : error.message;
    return answer(request, reply.code(status), Status, { code: RPC_CODES[status] ?? 13, message });
  });

  app.post(
    '/v1/logs',
    {
      schema: {
        tags: ['ingestion'],
        summary: 'Receive log records by OTLP/HTTP',
        description: 'ExportLogsServiceRequest; records that are no prediction events are ignored.',
        consumes: [PROTOBUF, 'application/json'],
      } as object,
      // Before the body is read, so that what is refused costs no memory.
      onRequest: (_request, reply, next) => {
        const release = admission.admitBatch();
        reply.raw.once('close', release);
        next();
      },
    },
    async (request, reply) => {
      const body = request.body as Buffer;
      const plain = await decompress(body, request.headers['content-encoding'], batchBytes);
      const records = isProtobuf(request) ? decodeProtobufLogs(plain) : decodeJsonLogs(plain);
      const result = await admission.withRecords(records.length, () => intake.accept(records));
      return answer(request, reply, LogsResponse, partialSuccess(result));
    },
  );
};

const isProtobuf = (request: FastifyRequest): boolean =>
  request.headers['content-type']?.startsWith(PROTOBUF) === true;

/** Absent where everything was accepted, as OTLP asks for. */
const partialSuccess = ({ rejected, reason }: Intake): object =>
  rejected === 0 ? {} : { partialSuccess: { rejectedLogRecords: rejected, errorMessage: reason } };

/** In the encoding of the request, as OTLP asks for. */
function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  message: typeof LogsResponse,
  content: object,
): FastifyReply {
  if (!isProtobuf(request)) return reply.type('application/json').send(JSON.stringify(content));
  return reply.type(PROTOBUF).send(Buffer.from(message.encode(message.fromObject(content)).finish()));
}
