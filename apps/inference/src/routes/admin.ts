import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { guardRoutes } from '@lab/service';
import Type from 'typebox';
import type { ModelRegistry } from '../domain/model-registry.ts';
import { ModelRoute } from '../domain/route.ts';
import { ErrorAnswer } from './error-answer.ts';

interface Options {
  readonly registry: ModelRegistry;
  readonly adminToken: string;
}

const ModelParameters = Type.Object({ model: Type.String({ maxLength: 100 }) });
const VersionParameters = Type.Object({
  model: Type.String({ maxLength: 100 }),
  version: Type.String({ pattern: '^[1-9][0-9]*$' }),
});

const VersionState = Type.Object({
  version: Type.String(),
  execution: Type.String(),
  max_batch_rows: Type.Integer(),
  sha256: Type.Optional(Type.String()),
});
const ModelState = Type.Object({
  name: Type.String(),
  route: Type.Optional(ModelRoute),
  versions: Type.Array(VersionState),
});
const errors = { '4xx': ErrorAnswer, '5xx': ErrorAnswer };
const security = [{ bearer: [] }];

/** Loading, unloading and routing, for whoever has the token. */
export const adminRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { registry, adminToken }) => {
  guardRoutes(app, adminToken);

  const stateOf = (name: string) => {
    const route = registry.routes()[name];
    return {
      name,
      ...(route === undefined ? {} : { route }),
      versions: registry.versions(name).map(({ version, session, maxBatchRows, manifest }) => ({
        version,
        execution: session.mode,
        max_batch_rows: maxBatchRows,
        ...(manifest === undefined ? {} : { sha256: manifest.sha256 }),
      })),
    };
  };
  const base = { tags: ['administration'], security };

  app.get(
    '/models',
    {
      schema: {
        ...base,
        summary: 'Models, their versions and routes',
        response: { 200: Type.Array(ModelState), ...errors },
      },
    },
    async () => registry.names().map(stateOf),
  );

  app.put(
    '/models/:model/route',
    {
      schema: {
        ...base,
        summary: 'Choose champion, canary and shadows',
        params: ModelParameters,
        body: ModelRoute,
        response: { 200: ModelRoute, ...errors },
      },
    },
    async ({ params, body }) => registry.setRoute(params.model, body),
  );

  app.post(
    '/models/:model/versions/:version/load',
    {
      schema: {
        ...base,
        summary: 'Load a version, or load it anew',
        params: VersionParameters,
        response: { 200: ModelState, ...errors },
      },
    },
    async ({ params }) => {
      await registry.load(params.model, params.version);
      return stateOf(params.model);
    },
  );

  app.delete(
    '/models/:model/versions/:version',
    {
      schema: {
        ...base,
        summary: 'Unload a version that no route needs',
        params: VersionParameters,
        response: { 204: Type.Null(), ...errors },
      },
    },
    async ({ params }, reply) => {
      await registry.unload(params.model, params.version);
      return reply.code(204).send(null);
    },
  );
};
