import type { FastifyInstance, FastifySchema } from 'fastify';
import Type from 'typebox';
import { guardRoutes } from '../require-token.ts';
import type { ActiveFault, FaultSwitch } from './fault-switch.ts';

const LONGEST_SECONDS = 900;

/**
 * `GET /admin/faults` lists all; `PUT /admin/faults/{name}` switches one on with settings and an end, `DELETE` off;
 * `DELETE /admin/faults` switches all off.
 */
export function faultRoutes(faults: FaultSwitch, adminToken: string) {
  return async (app: FastifyInstance): Promise<void> => {
    guardRoutes(app, adminToken);
    // @fastify/swagger's own field: what drills do to a service is not part of its API.
    const schema = { hide: true } as FastifySchema;

    app.get('/', { schema }, async () => ({
      faults: [...faults.kinds.values()].map(({ name, description }) => ({
        name,
        description,
        ...stateOf(faults.active(name)),
      })),
    }));

    app.delete('/', { schema }, async (_request, reply) => {
      for (const name of faults.kinds.keys()) faults.off(name, 'requested');
      return reply.code(204).send();
    });

    // A route for each kind, so that each body has its own schema.
    for (const kind of faults.kinds.values()) {
      const body = Type.Object(
        {
          seconds: Type.Number({
            default: 60,
            exclusiveMinimum: 0,
            maximum: LONGEST_SECONDS,
            description: 'it ends by itself then',
          }),
          ...kind.settings,
        },
        { additionalProperties: false },
      );
      app.put(`/${kind.name}`, { schema: { ...schema, body } }, async (request) => {
        const { seconds, ...settings } = request.body as { seconds: number } & Record<string, unknown>;
        return { name: kind.name, ...stateOf(faults.on(kind, settings, seconds)) };
      });
      app.delete(`/${kind.name}`, { schema }, async (_request, reply) => {
        faults.off(kind.name, 'requested');
        return reply.code(204).send();
      });
    }
  };
}

const stateOf = (fault: ActiveFault | undefined) =>
  fault === undefined
    ? { active: false }
    : {
        active: true,
        settings: fault.settings,
        since: fault.since.toISOString(),
        ends_at: fault.endsAt.toISOString(),
      };
