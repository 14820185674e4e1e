import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { DriftReport, driftReportHtml } from '@lab/drift-report';
import { guardRoutes } from '@lab/service';
import Type from 'typebox';
import type { ReportStore } from '../adapters/report-store.ts';
import { DriftRunInProgress, ReportNotFound } from '../errors.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { ErrorAnswer } from './schemas.ts';

interface DriftOptions {
  readonly pipeline: Pipeline<DriftReport[]>;
  readonly reports: ReportStore;
  readonly adminToken: string;
}

const LISTED_REPORTS = 100;
const tags = ['drift'];

export const driftRoutes: FastifyPluginAsyncTypebox<DriftOptions> = async (
  app,
  { pipeline, reports, adminToken },
) => {
  app.get(
    '/v1/drift',
    {
      schema: {
        tags,
        summary: 'The newest drift report of each model',
        response: { 200: Type.Object({ reports: Type.Array(DriftReport) }), 503: ErrorAnswer },
      },
    },
    async () => ({ reports: await reports.latest() }),
  );

  app.get(
    '/v1/drift/reports',
    {
      schema: {
        tags,
        summary: 'Drift reports that are kept, newest first',
        response: {
          200: Type.Object({
            reports: Type.Array(
              Type.Object({
                id: Type.String(),
                model_name: Type.String(),
                created_at: Type.String(),
                state: Type.String(),
              }),
            ),
          }),
          503: ErrorAnswer,
        },
      },
    },
    async () => ({ reports: await reports.list(LISTED_REPORTS) }),
  );

  const byId = Type.Object({ id: Type.String({ pattern: '^[0-9a-f-]{36}$' }) });
  app.get(
    '/v1/drift/reports/:id',
    {
      schema: {
        tags,
        summary: 'A drift report as JSON',
        params: byId,
        response: { 200: DriftReport, 404: ErrorAnswer, 503: ErrorAnswer },
      },
    },
    async ({ params }) => {
      const report = await reports.get(params.id);
      if (report === undefined) throw new ReportNotFound(params.id);
      return report;
    },
  );

  app.get(
    '/v1/drift/reports/:id.html',
    { schema: { tags, summary: 'The same as a page', params: byId, produces: ['text/html'] } as object },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const report = await reports.get(id);
      if (report === undefined) throw new ReportNotFound(id);
      return reply.type('text/html; charset=utf-8').send(driftReportHtml(report));
    },
  );

  await app.register(async (guarded) => {
    guardRoutes(guarded, adminToken);
    guarded.post(
      '/v1/drift/runs',
      {
        schema: {
          tags,
          summary: 'Run drift detection now',
          description:
            'Answered with the reports of the run; the span of the run belongs to the trace of the request.',
          security: [{ bearer: [] }],
          response: {
            200: Type.Object({ reports: Type.Array(DriftReport) }),
            401: ErrorAnswer,
            409: ErrorAnswer,
            503: ErrorAnswer,
          },
        },
      },
      async () => {
        if (pipeline.isRunning) throw new DriftRunInProgress();
        return { reports: (await pipeline.run()) ?? [] };
      },
    );
  });
};
