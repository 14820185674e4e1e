import { NOTIFICATION_STATUSES } from '@lab/catalogue';
import { requireToken } from '@lab/service';
import Type from 'typebox';
import type { DeadMansSwitch } from '../domain/dead-mans-switch.ts';
import { Notification, PROTOCOLS, ToldAlert } from '../domain/notification.ts';
import type { Inbox } from '../inbox.ts';
import { ErrorAnswer, type TypedApp } from './schemas.ts';

const InboxQuery = Type.Object({
  alertname: Type.Optional(Type.String({ maxLength: 200 })),
  status: Type.Optional(Type.Enum([...NOTIFICATION_STATUSES])),
  protocol: Type.Optional(Type.Enum([...PROTOCOLS])),
  since: Type.Optional(Type.String({ format: 'date-time', description: 'received at that moment or later' })),
});

const Heartbeat = Type.Object({
  dead_mans_switch: Type.Boolean({ description: 'true while the Watchdog is missing' }),
  last_heartbeat_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  timeout_ms: Type.Number(),
});

interface InboxDeps {
  readonly inbox: Inbox;
  readonly deadMansSwitch: DeadMansSwitch;
  readonly adminToken: string | undefined;
}

/** What was told, for tests and for programs. */
export function inboxRoutes(app: TypedApp, { inbox, deadMansSwitch, adminToken }: InboxDeps): void {
  app.get(
    '/api/notifications',
    {
      schema: {
        summary: 'Notifications, newest first',
        querystring: InboxQuery,
        response: { 200: Type.Object({ notifications: Type.Array(Notification) }), 400: ErrorAnswer },
      },
    },
    async ({ query }) => ({ notifications: [...inbox.list(query)] }),
  );

  app.get(
    '/api/alerts',
    {
      schema: {
        summary: 'Alerts that were told as firing and not yet as resolved, and whether the Watchdog lives',
        response: { 200: Type.Object({ alerts: Type.Array(ToldAlert), heartbeat: Heartbeat }) },
      },
    },
    async () => ({
      alerts: [...inbox.firing()],
      heartbeat: {
        dead_mans_switch: deadMansSwitch.raised,
        last_heartbeat_at:
          deadMansSwitch.lastBeat === undefined ? null : new Date(deadMansSwitch.lastBeat).toISOString(),
        timeout_ms: deadMansSwitch.timeoutMs,
      },
    }),
  );

  if (adminToken === undefined) return;
  app.delete(
    '/api/notifications',
    {
      onRequest: requireToken(adminToken),
      schema: {
        summary: 'Empty the inbox',
        response: { 204: Type.Null(), 401: ErrorAnswer, 503: ErrorAnswer },
      },
    },
    async (request, reply) => {
      await inbox.clear();
      request.log.warn({ event_type: 'inbox_emptied' }, 'inbox emptied');
      return reply.code(204).send(null);
    },
  );
}
