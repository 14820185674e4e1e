import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import type { DeadMansSwitch } from '../domain/dead-mans-switch.ts';
import type { Inbox, InboxFilter } from '../inbox.ts';
import { renderInboxPage } from '../page/inbox-page.ts';
import { REFRESH_SCRIPT } from '../page/refresh-script.ts';
import { STYLE } from '../page/style.ts';
import type { TypedApp } from './schemas.ts';

/** What comes in is other people's text: nothing of it may run, load or frame. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const LISTED = 200;

/** A form sends what is left open as empty text. */
const Choice = Type.Optional(Type.String({ maxLength: 200 }));
const PageQuery = Type.Object({ alertname: Choice, status: Choice, protocol: Choice });

interface PageDeps {
  readonly inbox: Inbox;
  readonly deadMansSwitch: DeadMansSwitch;
}

/** The inbox for people. Whoever has it open asks again every few seconds, and is mostly told that nothing changed. */
export function pageRoutes(app: TypedApp, { inbox, deadMansSwitch }: PageDeps): void {
  const config = { ownRequestLine: true };
  const schema = { hide: true, querystring: PageQuery };
  // A restart forgets the revision, so what it counts from belongs to the tag.
  const startedAt = Date.now();

  app.get('/', { config, schema }, async ({ query, headers }, reply) => {
    const etag = `"${startedAt}-${inbox.revision}-${deadMansSwitch.lastBeat === undefined ? 'waiting' : deadMansSwitch.raised}"`;
    reply
      .header('etag', etag)
      .header('cache-control', 'no-cache')
      .header('content-security-policy', POLICY)
      .header('referrer-policy', 'no-referrer')
      .header('x-content-type-options', 'nosniff');
    if (headers['if-none-match'] === etag) return reply.code(304).send();
    const filter: InboxFilter = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
    const found = inbox.list(filter);
    return reply.type('text/html; charset=utf-8').send(
      renderInboxPage({
        firing: inbox.firing(),
        notifications: found.slice(0, LISTED),
        found: found.length,
        filter,
        heartbeat: { raised: deadMansSwitch.raised, heard: deadMansSwitch.lastBeat !== undefined },
      }),
    );
  });

  const asset = (type: string, text: string) => async (_request: unknown, reply: FastifyReply) =>
    reply
      .type(type)
      .header('cache-control', 'no-cache')
      .header('x-content-type-options', 'nosniff')
      .send(text);
  app.get('/assets/pager.css', { config, schema: { hide: true } }, asset('text/css; charset=utf-8', STYLE));
  app.get(
    '/assets/pager.js',
    { config, schema: { hide: true } },
    asset('text/javascript; charset=utf-8', REFRESH_SCRIPT),
  );
}
