import type { LinkBases } from '@lab/catalogue/routing';
import { requireToken } from '@lab/service';
import Type from 'typebox';
import { fromPagerDuty } from '../domain/from-pagerduty.ts';
import { fromSlack, isEmpty, SlackMessage } from '../domain/from-slack.ts';
import { AlertmanagerWebhook, fromWebhook } from '../domain/from-webhook.ts';
import { NotAHeartbeat } from '../errors.ts';
import type { Heartbeat } from '../heartbeat.ts';
import type { Reception } from '../reception.ts';
import { ErrorAnswer, type TypedApp } from './schemas.ts';

interface DeliveryDeps {
  readonly reception: Reception;
  readonly heartbeat: Heartbeat;
  readonly bases: LinkBases;
  readonly token: string | undefined;
}

const Accepted = Type.Object({ status: Type.Literal('accepted') });
const ACCEPTED = { status: 'accepted' } as const;
const FAILURES = { 400: ErrorAnswer, 401: ErrorAnswer, 503: ErrorAnswer };

/** Where senders deliver. Each speaks its own protocol and is answered in it. */
export function deliveryRoutes(app: TypedApp, { reception, heartbeat, bases, token }: DeliveryDeps): void {
  const onRequest = requireToken(token);

  app.post(
    '/webhook',
    {
      onRequest,
      schema: {
        summary: 'A notification of the Alertmanager',
        body: AlertmanagerWebhook,
        response: { 200: Accepted, ...FAILURES },
      },
    },
    async ({ body }) => {
      await reception.receive(fromWebhook(body, bases));
      return ACCEPTED;
    },
  );

  app.post(
    '/heartbeat',
    {
      onRequest,
      // One a minute, or one every few seconds in a drill: the metric says it better.
      config: { ownRequestLine: true },
      schema: {
        summary: 'The Watchdog',
        description: 'While it fires all is well. Told as resolved, Prometheus no longer sends it.',
        body: AlertmanagerWebhook,
        response: { 200: Accepted, ...FAILURES },
      },
    },
    async ({ body }) => {
      const watchdog = body.alerts.find(({ labels }) => labels.alertname === 'Watchdog');
      if (watchdog === undefined) throw new NotAHeartbeat();
      await (watchdog.status === 'firing' ? heartbeat.beat() : heartbeat.watchdogResolved());
      return ACCEPTED;
    },
  );

  app.post(
    '/slack',
    {
      onRequest,
      schema: {
        summary: 'A message in the shape of a Slack incoming webhook',
        description: 'Answered as Slack does: `ok`, or 400 and one word.',
        body: SlackMessage,
      },
    },
    async ({ body }, reply) => {
      reply.type('text/plain; charset=utf-8');
      if (isEmpty(body)) return reply.code(400).send('no_text');
      await reception.receive(fromSlack(body));
      return 'ok';
    },
  );

  app.post(
    '/pagerduty/v2/enqueue',
    {
      onRequest,
      schema: {
        summary: 'An event in the shape of PagerDuty’s Events API v2',
        description: 'Answered as PagerDuty does: 202 and the `dedup_key`, or 400 and every mistake.',
        body: Type.Unknown(),
      },
    },
    async ({ body }, reply) => {
      const event = fromPagerDuty(body);
      if ('errors' in event)
        return reply
          .code(400)
          .send({ status: 'invalid event', message: 'Event object is invalid', errors: event.errors });
      await reception.receive(event.received);
      return reply
        .code(202)
        .send({ status: 'success', message: 'Event processed', dedup_key: event.dedupKey });
    },
  );
}
