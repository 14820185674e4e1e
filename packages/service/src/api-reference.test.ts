import { createTelemetry, observedFastify } from '@lab/instrumentation';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiReference } from './api-reference.ts';

const Order = Type.Object({ amount: Type.Number() }, { $id: 'Order' });

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
  await app.register(apiReference({ title: 'Shop', description: 'Sells.' }));
  app.addSchema(Order);
  app.post('/orders', { schema: { body: Type.Ref('Order') } }, async () => 'ordered');
});

afterAll(() => app.close());

describe('apiReference', () => {
  test('when a route comes after it - then the document has the route, and the contract under its own name', async () => {
    const document = (await app.inject('/docs/json')).json();
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Shop', description: 'Sells.' } });
    expect(document.paths['/orders'].post.requestBody.content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/Order',
    });
    expect(document.components.schemas.Order.properties).toEqual({ amount: { type: 'number' } });
  });

  test('when somebody opens the page - then it is there', async () => {
    const page = await app.inject('/docs/');
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  });
});
