import createError from '@fastify/error';
import type { FastifyInstance, FastifySchema } from 'fastify';
import Type from 'typebox';
import { guardRoutes } from '../require-token.ts';
import type { ActiveFault, FaultSwitch } from './fault-switch.ts';

const LONGEST_SECONDS = 900;
/** An incident that people practise on lasts until they have found it. */
const LONGEST_UNANNOUNCED_SECONDS = 7200;
const LONGEST_WAIT_SECONDS = 600;

const TooLong = createError(
  'FAULT_TOO_LONG',
  `a fault that is announced lasts ${LONGEST_SECONDS} seconds at most`,
  400,
);

type Body = {
  readonly seconds: number;
  readonly after_seconds: number;
  readonly announced: boolean;
} & Readonly<Record<string, unknown>>;

/**
 * `GET /admin/faults` lists all; `PUT /admin/faults/{name}` switches one on with settings and an end, `DELETE` off;
 * `DELETE /admin/faults` switches all off. One that is not announced is in no list, no line and no metric.
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
        ...stateOf(toldOf(faults.active(name))),
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
            maximum: LONGEST_UNANNOUNCED_SECONDS,
            description: 'it ends by itself then',
          }),
          after_seconds: Type.Number({
            default: 0,
            minimum: 0,
            maximum: LONGEST_WAIT_SECONDS,
            description: 'it begins then',
          }),
          announced: Type.Boolean({
            default: true,
            description: 'false: nothing tells of it but what it does, as in a real incident',
          }),
          ...kind.settings,
        },
        { additionalProperties: false },
      );
      app.put(`/${kind.name}`, { schema: { ...schema, body } }, async (request) => {
        const { seconds, after_seconds: afterSeconds, announced, ...settings } = request.body as Body;
        if (announced && seconds > LONGEST_SECONDS) throw new TooLong();
        return {
          name: kind.name,
          ...stateOf(faults.on(kind, settings, { seconds, afterSeconds, announced })),
        };
      });
      app.delete(`/${kind.name}`, { schema }, async (_request, reply) => {
        faults.off(kind.name, 'requested');
        return reply.code(204).send();
      });
    }
  };
}

const toldOf = (fault: ActiveFault | undefined): ActiveFault | undefined =>
  fault?.announced === true ? fault : undefined;

const stateOf = (fault: ActiveFault | undefined) =>
  fault === undefined
    ? { active: false }
    : {
        active: true,
        settings: fault.settings,
        since: fault.since.toISOString(),
        ends_at: fault.endsAt.toISOString(),
      };
