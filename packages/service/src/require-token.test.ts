import { createTelemetry, observedFastify } from '@lab/instrumentation';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerErrors } from './errors.ts';
import { guardRoutes, requireToken } from './require-token.ts';

const TOKEN = 'a token for tests';

let app: FastifyInstance;

beforeAll(async () => {
  const telemetry = createTelemetry({
    service: 'shop',
    version: '1',
    environment: 'test',
    logLevel: 'fatal',
    userIdSalt: 'a salt for tests only',
  });
  app = await observedFastify(telemetry);
  answerErrors(app);
  app.get('/open', async () => 'open');
  app.get('/single', { onRequest: requireToken(TOKEN) }, async () => 'single');
  app.get('/unconfigured', { onRequest: requireToken(undefined) }, async () => 'unconfigured');
  await app.register(
    async (guarded) => {
      guardRoutes(guarded, TOKEN);
      guarded.get('/early', async () => 'early');
      await guarded.register(async (inner) => {
        inner.post('/inner', { schema: { body: { type: 'object', required: ['x'] } } }, async () => 'inner');
      });
    },
    { prefix: '/guarded' },
  );
});

afterAll(() => app.close());

const get = (url: string, authorization?: string) =>
  app.inject({ url, headers: authorization === undefined ? {} : { authorization } });

describe('requireToken and guardRoutes', () => {
  test.each(['/single', '/guarded/early'])('%s - when the token is proved - then it answers', async (url) => {
    expect((await get(url, `Bearer ${TOKEN}`)).statusCode).toBe(200);
  });

  test.each([
    undefined,
    '',
    TOKEN,
    `Basic ${TOKEN}`,
    'Bearer',
    `Bearer ${TOKEN} `,
    `Bearer ${TOKEN.slice(0, -1)}`,
    'Bearer another token altogether',
  ])(
    'both - when the authorization is %j - then 401 and the scheme that is asked for',
    async (authorization) => {
      for (const url of ['/single', '/guarded/early']) {
        const answer = await get(url, authorization);
        expect([url, answer.statusCode, answer.headers['www-authenticate']]).toEqual([url, 401, 'Bearer']);
        expect(answer.json()).toEqual({
          error: { code: 'UNAUTHORIZED', message: 'a valid bearer token is needed' },
        });
      }
    },
  );

  test('guardRoutes - when a body does not fit either - then the stranger learns nothing about the schema', async () => {
    const answer = await app.inject({ method: 'POST', url: '/guarded/inner', payload: {} });
    expect(answer.statusCode).toBe(401);
  });

  test('guardRoutes - when a route stands beside the guarded place - then it stays open', async () => {
    expect((await get('/open')).statusCode).toBe(200);
  });

  test('requireToken - when no token is configured - then everybody is let through', async () => {
    expect((await get('/unconfigured')).statusCode).toBe(200);
  });
});
