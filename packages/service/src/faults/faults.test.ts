import { createTelemetry, observedFastify, type Telemetry } from '@lab/instrumentation';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerErrors } from '../errors.ts';
import { faultKind, injectableFaults } from './index.ts';

const TOKEN = 'a token for tests only';
const authorization = `Bearer ${TOKEN}`;

let app: FastifyInstance;
let telemetry: Telemetry;
let lines: Record<string, unknown>[];
let begun: number;
let ended: number;

const shopTelemetry = (): Telemetry =>
  createTelemetry({
    service: 'shop',
    version: '1',
    environment: 'test',
    logLevel: 'info',
    userIdSalt: 'a salt for tests only',
    logDestination: { write: (line) => lines.push(JSON.parse(line)) },
  });

beforeEach(async () => {
  lines = [];
  begun = 0;
  ended = 0;
  telemetry = shopTelemetry();
  app = await observedFastify(telemetry, {
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  answerErrors(app);
  await injectableFaults(app, telemetry, { FAULT_INJECTION: true, ADMIN_TOKEN: TOKEN }, [
    faultKind({
      name: 'own_fault',
      description: 'for this test',
      settings: { depth: Type.Integer({ default: 3, minimum: 1 }) },
      start() {
        begun += 1;
        return () => {
          ended += 1;
        };
      },
    }),
  ]);
  app.get('/orders', async () => 'orders');
  app.post('/orders', async () => 'stored');
});
afterEach(() => app.close());

const put = (name: string, payload: object = {}) =>
  app.inject({ method: 'PUT', url: `/admin/faults/${name}`, headers: { authorization }, payload });
const statusOf = async (method: 'GET' | 'POST', url: string) =>
  (await app.inject({ method, url })).statusCode;
const activeSeries = async () =>
  (await app.inject('/metrics')).body.match(/^service_fault_active\{.*\} 1$/gm);

describe('injectableFaults', () => {
  test('when nobody asked for a fault - then nothing is different, and the metric says so', async () => {
    expect(await statusOf('GET', '/orders')).toBe(200);
    expect(await activeSeries()).toBeNull();
  });

  test('when the token is missing or wrong - then nothing can be switched', async () => {
    expect(
      (await app.inject({ method: 'PUT', url: '/admin/faults/request_errors', payload: {} })).statusCode,
    ).toBe(401);
    expect(await statusOf('GET', '/orders')).toBe(200);
  });

  test('when errors are injected into one route and method - then only these fail, and the service can still be watched', async () => {
    expect((await put('request_errors', { status: 502, route: '/orders', method: 'POST' })).statusCode).toBe(
      200,
    );
    expect(await statusOf('POST', '/orders')).toBe(502);
    expect(await statusOf('GET', '/orders')).toBe(200);
    expect(await statusOf('GET', '/metrics')).toBe(200);
    expect(await activeSeries()).toEqual(['service_fault_active{fault="request_errors"} 1']);
  });

  test('when latency is injected - then answers take that long', async () => {
    await put('request_latency', { milliseconds: 80 });
    const started = performance.now();
    await statusOf('GET', '/orders');
    expect(performance.now() - started).toBeGreaterThan(75);
  });

  test('when a fault is deleted - then it is over, and lines tell of both', async () => {
    await put('request_errors');
    await app.inject({ method: 'DELETE', url: '/admin/faults/request_errors', headers: { authorization } });
    expect(await statusOf('GET', '/orders')).toBe(200);
    expect(lines.filter((line) => line.event_type === 'fault_switched')).toMatchObject([
      { fault: 'request_errors', end: null },
      { fault: 'request_errors', end: 'requested' },
    ]);
  });

  test('when its time is over - then a fault ends by itself', async () => {
    await put('own_fault', { seconds: 0.05 });
    expect(begun).toBe(1);
    await expect.poll(() => ended).toBe(1);
  });

  test('when a fault is not announced - then neither list nor metric nor line tells of it, and it can be ended', async () => {
    const answer = await put('own_fault', { announced: false, seconds: 3600 });
    expect([answer.statusCode, begun]).toEqual([200, 1]);
    expect(await activeSeries()).toBeNull();
    const list = await app.inject({ url: '/admin/faults', headers: { authorization } });
    expect(list.json().faults.filter(({ active }: { active: boolean }) => active)).toEqual([]);
    await app.inject({ method: 'DELETE', url: '/admin/faults', headers: { authorization } });
    expect(ended).toBe(1);
    expect(lines.filter((line) => line.event_type === 'fault_switched')).toEqual([]);
  });

  test('when a fault is to begin later - then it does, unless it was ended before', async () => {
    await put('own_fault', { after_seconds: 0.05 });
    expect(begun).toBe(0);
    await expect.poll(() => begun).toBe(1);
    await put('request_errors', { after_seconds: 0.05 });
    await app.inject({ method: 'DELETE', url: '/admin/faults/request_errors', headers: { authorization } });
    await put('own_fault', { after_seconds: 0.1 });
    await expect.poll(() => begun).toBe(2);
    expect(await statusOf('GET', '/orders')).toBe(200);
  });

  test('when a fault is switched on twice - then the first makes room', async () => {
    await put('own_fault');
    await put('own_fault', { depth: 5 });
    expect([begun, ended]).toEqual([2, 1]);
    const list = await app.inject({ url: '/admin/faults', headers: { authorization } });
    expect(list.json().faults).toContainEqual(
      expect.objectContaining({ name: 'own_fault', active: true, settings: { depth: 5 } }),
    );
  });

  test('when the service closes - then its faults end', async () => {
    await put('own_fault');
    await app.close();
    expect(ended).toBe(1);
  });

  test.each([
    ['own_fault', { depth: 0 }],
    ['own_fault', { deepness: 1 }],
    ['request_errors', { status: 200 }],
    ['request_latency', { seconds: 100_000 }],
    ['request_latency', { seconds: 1000 }],
  ])('when %s is asked for with %j - then that is refused', async (name, settings) => {
    expect((await put(name, settings)).statusCode).toBe(400);
  });

  test('when fault injection is off - then there is no switch, and without a token there must be none', async () => {
    const own = shopTelemetry();
    const production = await observedFastify(own);
    await injectableFaults(production, own, { FAULT_INJECTION: false, ADMIN_TOKEN: TOKEN });
    const answer = await production.inject({ url: '/admin/faults', headers: { authorization } });
    expect(answer.statusCode).toBe(404);
    await expect(injectableFaults(production, own, { FAULT_INJECTION: true })).rejects.toThrow(
      'FAULT_INJECTION needs ADMIN_TOKEN',
    );
    await production.close();
  });

  test('when there is no such fault - then the answer is 404', async () => {
    expect((await put('flood')).statusCode).toBe(404);
  });
});
