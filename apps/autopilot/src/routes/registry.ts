import type { FastifyPluginAsyncTypebox, TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { guardRoutes } from '@lab/service';
import Type from 'typebox';
import type { Serving } from '../serving.ts';
import type { Store } from '../store.ts';
import { ErrorAnswer, security, TextOrNull } from './schemas.ts';

interface RegistryOptions {
  readonly serving: Serving;
  readonly store: Store;
  readonly adminToken: string;
}

const LISTED = 100;
const Aliases = Type.Object({ champion: Type.String(), challenger: TextOrNull, previous: TextOrNull });
const Model = Type.Object({
  model_name: Type.String(),
  aliases: Aliases,
  history: Type.Array(
    Type.Object({
      at: Type.String(),
      aliases: Aliases,
      by: Type.String(),
      detail: Type.String(),
      trace_id: TextOrNull,
    }),
  ),
});

/** Which version is what, since when and why, and one step back. */
export const registryRoutes: FastifyPluginAsyncTypebox<RegistryOptions> = async (
  app,
  { serving, store, adminToken },
) => {
  app.get(
    '/v1/registry',
    {
      schema: {
        tags: ['registry'],
        summary: 'Aliases of each model, and their history, newest first',
        response: { 200: Type.Object({ models: Type.Array(Model) }) },
      },
    },
    async () => ({
      models: store.models().map((model_name) => {
        const history = [...store.aliasHistory(model_name)].reverse();
        const aliases = history[0]?.aliases ?? { champion: '', challenger: null, previous: null };
        return { model_name, aliases, history: history.slice(0, LISTED) };
      }),
    }),
  );

  await app.register(async (plain) => {
    const guarded = plain.withTypeProvider<TypeBoxTypeProvider>();
    await guardRoutes(plain, adminToken);
    guarded.post(
      '/v1/registry/rollback',
      {
        schema: {
          tags: ['registry'],
          summary: 'Let the champion before this one answer again, and nobody else',
          description: 'A canary, and a rollout that is under way, end with it.',
          security,
          body: Type.Object({
            model_name: Type.String({ minLength: 1, maxLength: 100 }),
            reason: Type.String({ minLength: 1, maxLength: 500 }),
          }),
          response: {
            200: Type.Object({ model_name: Type.String(), champion: Type.String() }),
            400: ErrorAnswer,
            401: ErrorAnswer,
            409: ErrorAnswer,
            503: ErrorAnswer,
          },
        },
      },
      async ({ body: { model_name, reason } }) => ({
        model_name,
        champion: await serving.stepBack(model_name, { by: 'request', detail: reason }),
      }),
    );
  });
};
