import createError from '@fastify/error';
import { createTelemetry, observedFastify } from '@lab/instrumentation';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerErrors } from './errors.ts';

const UnknownModel = createError('UNKNOWN_MODEL', 'no model %s', 404);
const Overloaded = createError('OVERLOADED', 'queue is full', 503);
const BadGateway = createError('UPSTREAM', 'postgres://user:secret@db said no', 502);

let app: FastifyInstance;
let lines: Record<string, unknown>[];

beforeEach(async () => {
  lines = [];
  const telemetry = createTelemetry({
    service: 'shop',
    version: '1',
    environment: 'test',
    logLevel: 'info',
    userIdSalt: 'a salt for tests only',
    logDestination: { write: (line) => lines.push(JSON.parse(line)) },
  });
  app = await observedFastify(telemetry);
  answerErrors(app);
  const thrown: Record<string, unknown> = {
    'unknown-model': new UnknownModel('m'),
    overloaded: new Overloaded(),
    gateway: new BadGateway(),
    bug: new TypeError('cannot read secret of undefined'),
    teapot: Object.assign(new Error('short and stout'), { statusCode: 418 }),
    'odd-status': Object.assign(new Error('internal detail'), { statusCode: 200, code: 'ODD' }),
    text: 'internal text',
    nothing: undefined,
    null: null,
  };
  for (const [name, error] of Object.entries(thrown)) {
    app.get(`/${name}`, async () => {
      throw error;
    });
  }
  app.post(
    '/checked',
    {
      schema: { body: { type: 'object', required: ['amount'], properties: { amount: { type: 'number' } } } },
    },
    async () => 'ok',
  );
});
afterEach(() => app.close());

const ask = async (url: string) => {
  const response = await app.inject(url);
  return [response.statusCode, response.json()];
};
const unexpected = () => lines.filter((line) => line.event_type === 'unexpected_error');

describe('errors of the caller', () => {
  test('answerErrors - when an error has a code and a 4xx - then the caller sees both', async () => {
    expect(await ask('/unknown-model')).toEqual([
      404,
      { error: { code: 'UNKNOWN_MODEL', message: 'no model m' } },
    ]);
    expect(await ask('/teapot')).toEqual([418, { error: { code: 'INTERNAL', message: 'short and stout' } }]);
    expect(unexpected()).toEqual([]);
  });

  test('answerErrors - when a body does not fit its schema - then the code is INVALID_REQUEST', async () => {
    const response = await app.inject({ method: 'POST', url: '/checked', payload: { amount: 'much' } });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({
      error: { code: 'INVALID_REQUEST', message: 'body/amount must be number' },
    });
  });

  test('answerErrors - when a body is no JSON - then the answer has the same shape', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/checked',
      headers: { 'content-type': 'application/json' },
      payload: '{"amount":',
    });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({
      error: { code: expect.stringMatching(/^FST_/), message: expect.any(String) },
    });
  });

  test('answerErrors - when there is no such route - then the answer names method and path without the query', async () => {
    expect(await ask('/nowhere?token=secret')).toEqual([
      404,
      { error: { code: 'NOT_FOUND', message: 'no route GET /nowhere' } },
    ]);
  });
});

describe('errors of ours', () => {
  test('answerErrors - when the service is overloaded - then the caller sees it and nothing is logged as unexpected', async () => {
    expect(await ask('/overloaded')).toEqual([
      503,
      { error: { code: 'OVERLOADED', message: 'queue is full' } },
    ]);
    expect(unexpected()).toEqual([]);
  });

  test.each([
    ['bug', 500],
    ['gateway', 502],
    ['odd-status', 500],
    ['text', 500],
    ['nothing', 500],
    ['null', 500],
  ])(
    'answerErrors - when %s is thrown - then the caller sees %d and nothing of our insides',
    async (name, status) => {
      expect(await ask(`/${name}`)).toEqual([
        status,
        { error: { code: 'INTERNAL', message: 'Internal Server Error' } },
      ]);
    },
  );

  test('answerErrors - when an error is unexpected - then it is logged whole, with the request', async () => {
    const { headers } = await app.inject('/bug');
    expect(unexpected()).toEqual([
      expect.objectContaining({
        level: 'error',
        message: 'request failed',
        request_id: headers['x-request-id'],
        error: expect.objectContaining({
          type: 'TypeError',
          message: 'cannot read secret of undefined',
          stack: expect.stringContaining('errors.test.ts'),
        }),
      }),
    ]);
  });
});
