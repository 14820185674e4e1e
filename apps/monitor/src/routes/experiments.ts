import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { COMPARISONS, VERDICTS } from '@lab/catalogue';
import Type from 'typebox';
import type { ExperimentResult } from '../pipelines/experiments.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { ErrorAnswer } from './schemas.ts';

const Experiment = Type.Object({
  model_name: Type.String(),
  champion_version: Type.String(),
  challenger_version: Type.String(),
  challenger_role: Type.Enum(['canary', 'shadow']),
  since: Type.String(),
  comparisons: Type.Array(
    Type.Object({
      comparison: Type.Enum([...COMPARISONS]),
      verdict: Type.Enum([...VERDICTS]),
      /** Challenger minus champion: shares, seconds for latency, a distance for distributions. */
      difference: Type.Optional(Type.Number()),
      champion_samples: Type.Integer(),
      challenger_samples: Type.Integer(),
    }),
  ),
});

export const experimentRoutes: FastifyPluginAsyncTypebox<{
  pipeline: Pipeline<ExperimentResult[]>;
}> = async (app, { pipeline }) => {
  app.get(
    '/v1/experiments',
    {
      schema: {
        tags: ['experiments'],
        summary: 'Each challenger compared with the champion, computed now',
        response: { 200: Type.Object({ experiments: Type.Array(Experiment) }), 503: ErrorAnswer },
      },
    },
    async () => ({
      experiments: ((await pipeline.run()) ?? []).map(({ comparisons, since, ...experiment }) => ({
        ...experiment,
        since: new Date(since).toISOString(),
        comparisons: comparisons.map(({ comparison, verdict, difference, champion, challenger }) => ({
          comparison,
          verdict,
          ...(difference === undefined ? {} : { difference }),
          champion_samples: champion,
          challenger_samples: challenger,
        })),
      })),
    }),
  );
};
