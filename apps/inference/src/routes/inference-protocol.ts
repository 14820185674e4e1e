import { timingSafeEqual } from 'node:crypto';
import compress from '@fastify/compress';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { failSpan, sampledTraceId } from '@lab/instrumentation';
import { ROOT_CONTEXT, type Tracer, trace } from '@opentelemetry/api';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LoadedVersion } from '../domain/loaded-version.ts';
import type { ModelRegistry } from '../domain/model-registry.ts';
import { InvalidInferRequest } from '../errors.ts';
import { checkInputs } from '../protocol/check-inputs.ts';
import { modelConfig, modelMetadata, modelStatistics } from '../protocol/describe.ts';
import { InferRequestJson, readInferRequest } from '../protocol/infer-request.ts';
import { writeInferResponse } from '../protocol/infer-response.ts';
import { ModelParameters, protocolSchema, VersionParameters } from './protocol-schemas.ts';

const tracer: Tracer = trace.getTracer('inference');
const JSON_LENGTH_HEADER = 'inference-header-content-length';
const EXTENSIONS = ['binary_tensor_data', 'model_configuration', 'model_repository', 'statistics'];

interface Options {
  readonly registry: ModelRegistry;
  readonly adminToken: string;
  readonly serverVersion: string;
  readonly bodyLimitBytes: number;
}

interface ModelPath {
  model: string;
  version?: string;
}

/**
 * The Open Inference Protocol v2 over REST, with Triton's extensions for binary tensors, model configuration,
 * statistics and the model repository, so that Triton's clients work as they are.
 */
export async function inferenceProtocolRoutes(app: FastifyInstance, options: Options): Promise<void> {
  const { registry, adminToken, serverVersion, bodyLimitBytes } = options;
  await app.register(compress, {
    customTypes: /^application\/(json|octet-stream)/,
    encodings: ['gzip', 'deflate'],
  });

  // A request's JSON is followed by binary tensors under any content type; readInferRequest takes them apart.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyLimitBytes }, (_request, body, done) =>
    done(null, body),
  );

  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500 && status !== 503)
      request.log.error({ error, event_type: 'unexpected_error' }, 'inference failed');
    return reply
      .code(status)
      .send({ error: status === 500 && error.code === undefined ? 'Internal Server Error' : error.message });
  });

  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ error: `no route ${request.method} ${request.url.split('?')[0]}` }),
  );

  const find = (params: ModelPath): LoadedVersion => registry.version(params.model, params.version);

  /** Registers a model route with and without a version in its path. */
  const modelRoute = (
    method: 'GET' | 'POST',
    suffix: string,
    summary: string,
    handler: (request: FastifyRequest<{ Params: ModelPath }>, reply: FastifyReply) => unknown,
  ): void => {
    for (const version of ['', '/versions/:version']) {
      app.route<{ Params: ModelPath }>({
        method,
        url: `/models/:model${version}${suffix}`,
        schema: protocolSchema(summary, {
          params: version === '' ? ModelParameters : VersionParameters,
          ...(method === 'POST' && { body: InferRequestJson }),
          isEmpty: suffix === '/ready',
        }),
        // The body is documented here and read by readInferRequest, which knows its binary part.
        validatorCompiler: (part) => (part.httpPart === 'body' ? () => true : TypeBoxValidatorCompiler(part)),
        handler: async (request, reply) => handler(request, reply),
      });
    }
  };

  app.get('/', { schema: protocolSchema('Server metadata') }, async () => ({
    name: 'ml-observability-lab',
    version: serverVersion,
    extensions: EXTENSIONS,
  }));
  app.get(
    '/health/live',
    { schema: protocolSchema('Server is up', { isEmpty: true }) },
    async (_request, reply) => reply.send(),
  );
  // The protocol says "no" with a 4xx; orchestrators ask /readyz, which says 503 and why.
  app.get(
    '/health/ready',
    { schema: protocolSchema('Server can infer', { isEmpty: true }) },
    async (_request, reply) =>
      reply.code((await app.readiness.reasonsNotReady()).length === 0 ? 200 : 400).send(),
  );

  modelRoute('GET', '', 'Model metadata', ({ params }) =>
    modelMetadata(
      find(params),
      registry.versions(params.model).map(({ version }) => version),
    ),
  );
  modelRoute('GET', '/config', 'Model configuration', ({ params }) => modelConfig(find(params)));
  modelRoute('GET', '/ready', 'Model can infer', ({ params }, reply) => {
    const reason = registry.has(params.model) ? registry.reasonNotRouted(params.model) : undefined;
    if (reason !== undefined && params.version === undefined) return reply.code(400).send({ error: reason });
    find(params);
    return reply.send();
  });
  modelRoute('GET', '/stats', 'Model statistics', ({ params }) => ({
    model_stats: (params.version === undefined ? registry.versions(params.model) : [find(params)]).map(
      modelStatistics,
    ),
  }));
  app.get('/models/stats', { schema: protocolSchema('Statistics of all models') }, async () => ({
    model_stats: registry.names().flatMap((name) => registry.versions(name).map(modelStatistics)),
  }));

  modelRoute('POST', '/infer', 'Inference', async (request, reply) => {
    const loaded = find(request.params);
    const parent = request.serverSpan;
    const span = tracer.startSpan(
      'model_inference',
      { attributes: { 'model.name': loaded.name, 'model.version': loaded.version } },
      parent?.context ?? ROOT_CONTEXT,
    );
    try {
      const header = request.headers[JSON_LENGTH_HEADER];
      const inferRequest = readInferRequest(
        request.body as Buffer | undefined,
        header === undefined ? undefined : Number(header),
      );
      const { inputs, rows } = checkInputs(inferRequest.inputs, loaded.session.inputs, loaded.batches);
      span.setAttribute('model.rows', rows);
      const { outputs, batchRows } = await loaded.infer(inputs, rows, sampledTraceId(parent?.span));
      span.setAttribute('model.batch_rows', batchRows);
      const { body, jsonLength } = writeInferResponse(inferRequest, loaded, outputs);
      if (jsonLength !== undefined) reply.header(JSON_LENGTH_HEADER, jsonLength);
      return reply
        .type(jsonLength === undefined ? 'application/json' : 'application/octet-stream')
        .send(body);
    } catch (error) {
      failSpan(span, error);
      throw error;
    } finally {
      span.end();
    }
  });

  await app.register(
    async (repository) => {
      repository.addHook('onRequest', async (request, reply) => {
        if (request.method !== 'POST' || request.url.endsWith('/index')) return;
        if (!isToken(request.headers.authorization, adminToken)) {
          await reply.code(401).send({ error: 'loading and unloading need the admin token as bearer token' });
        }
      });
      const administration = { params: ModelParameters, security: [{ bearer: [] }], isEmpty: true };
      repository.post('/index', { schema: protocolSchema('Repository index') }, async ({ body }) =>
        (await registry.index())
          .filter(({ loaded }) => loaded || !asksForReadyOnly(body as Buffer | undefined))
          .map(({ name, version, loaded }) => ({
            name,
            version,
            state: loaded ? 'READY' : 'UNAVAILABLE',
            reason: '',
          })),
      );
      repository.post<{ Params: ModelPath }>(
        '/models/:model/load',
        { schema: protocolSchema('Load every version of a model anew', administration) },
        async ({ params }, reply) => {
          await registry.loadAll(params.model);
          return reply.send();
        },
      );
      repository.post<{ Params: ModelPath }>(
        '/models/:model/unload',
        { schema: protocolSchema('Unload a model', administration) },
        async ({ params }, reply) => {
          await registry.unloadAll(params.model);
          return reply.send();
        },
      );
    },
    { prefix: '/repository' },
  );
}

/** `{"ready": true}` leaves out what is not loaded; clients without a wish send nothing at all. */
function asksForReadyOnly(body: Buffer | undefined): boolean {
  if (!body || body.length === 0) return false;
  try {
    const wish: unknown = JSON.parse(body.toString('utf8'));
    return typeof wish === 'object' && wish !== null && 'ready' in wish && wish.ready === true;
  } catch (error) {
    throw new InvalidInferRequest(`the request is not JSON: ${(error as Error).message}`);
  }
}

function isToken(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
