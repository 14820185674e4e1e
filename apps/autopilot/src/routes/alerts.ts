import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ALERT_RECEIPTS } from '@lab/catalogue';
import { guardRoutes } from '@lab/service';
import Type from 'typebox';
import type { Autopilot } from '../autopilot.ts';
import { AlertDelivery } from '../domain/alert.ts';
import { ErrorAnswer, security } from './schemas.ts';

interface AlertsOptions {
  readonly autopilot: Autopilot;
  readonly token: string;
  /** Told that there is something to do. */
  readonly wake: () => void;
}

const BODY_LIMIT = 4 * 1024 * 1024;

export const alertRoutes: FastifyPluginAsyncTypebox<AlertsOptions> = async (
  app,
  { autopilot, token, wake },
) => {
  await guardRoutes(app, token);
  app.post(
    '/v1/alerts',
    {
      bodyLimit: BODY_LIMIT,
      schema: {
        tags: ['alerts'],
        summary: 'What the Alertmanager tells (webhook, version 4)',
        description:
          'Answered once every alert is kept; what follows happens afterwards. The same word about the same stretch of firing ' +
          'counts once, so a delivery may be sent again.',
        security,
        body: AlertDelivery,
        response: {
          202: Type.Object({
            alerts: Type.Array(
              Type.Object({ fingerprint: Type.String(), receipt: Type.Enum([...ALERT_RECEIPTS]) }),
            ),
          }),
          400: ErrorAnswer,
          401: ErrorAnswer,
          503: ErrorAnswer,
        },
      },
    },
    async ({ body }, reply) => {
      const taken = await autopilot.take(body);
      wake();
      return reply.code(202).send({
        alerts: taken.map(({ stretch, receipt }) => ({ fingerprint: stretch.split('@')[0] ?? '', receipt })),
      });
    },
  );
};
