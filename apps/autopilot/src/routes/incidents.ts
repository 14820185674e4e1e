import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { Prometheus } from '../adapters/prometheus.ts';
import type { Incident } from '../domain/incident.ts';
import { renderPostmortem } from '../domain/postmortem.ts';
import { IncidentNotFound } from '../errors.ts';
import { measureImpact } from '../impact.ts';
import type { Store } from '../store.ts';
import { ErrorAnswer, TextOrNull } from './schemas.ts';

interface IncidentOptions {
  readonly store: Store;
  readonly prometheus: Prometheus;
}

const Summary = {
  id: Type.String(),
  title: Type.String(),
  severity: Type.String(),
  service: Type.String(),
  model_name: TextOrNull,
  began_at: Type.String(),
  opened_at: Type.String(),
  resolved_at: TextOrNull,
};
const Entry = Type.Object({
  at: Type.String(),
  kind: Type.Enum(['alert', 'action', 'rollout']),
  text: Type.String(),
  labels: Type.Record(Type.String(), Type.String()),
  annotations: Type.Optional(Type.Record(Type.String(), Type.String())),
  trace_id: TextOrNull,
});
const byId = Type.Object({ id: Type.String({ pattern: '^[0-9a-f-]{36}$' }) });
const tags = ['incidents'];

/** What was wrong, when, and what was done about it. */
export const incidentRoutes: FastifyPluginAsyncTypebox<IncidentOptions> = async (
  app,
  { store, prometheus },
) => {
  const incident = (id: string): Incident => {
    const found = store.incident(id);
    if (found === undefined) throw new IncidentNotFound(id);
    return found;
  };

  app.get(
    '/v1/incidents',
    {
      schema: {
        tags,
        summary: 'Incidents, newest first',
        response: { 200: Type.Object({ incidents: Type.Array(Type.Object(Summary)) }) },
      },
    },
    async () => ({ incidents: store.incidents().toArray().reverse() }),
  );

  app.get(
    '/v1/incidents/:id',
    {
      schema: {
        tags,
        summary: 'An incident with its timeline',
        params: byId,
        response: { 200: Type.Object({ ...Summary, timeline: Type.Array(Entry) }), 404: ErrorAnswer },
      },
    },
    async ({ params }) => {
      const { timeline, ...rest } = incident(params.id);
      return { ...rest, timeline: [...timeline] };
    },
  );

  app.get(
    '/v1/incidents/:id/postmortem.md',
    {
      schema: {
        tags,
        summary: 'A post-mortem as far as it writes itself',
        params: byId,
        response: { 200: Type.String(), 404: ErrorAnswer },
      },
    },
    async ({ params, log }, reply) => {
      const about = incident(params.id);
      const to = about.resolved_at === null ? Date.now() : Date.parse(about.resolved_at);
      const impact = await measureImpact(prometheus, Date.parse(about.began_at), to).catch(
        (error: unknown) => {
          log.warn({ error, event_type: 'impact_unknown' }, 'Prometheus could not be asked for the impact');
          return undefined;
        },
      );
      return reply.type('text/markdown; charset=utf-8').send(renderPostmortem(about, impact));
    },
  );
};
