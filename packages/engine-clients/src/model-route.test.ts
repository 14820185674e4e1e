import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { ModelRouteApi } from './model-route.ts';

const OTHER = { name: 'other', route: { champion: '7' } };
let served: { name: string; route?: unknown }[];
let changes: string[];
let route: ModelRouteApi;

beforeEach(async () => {
  served = [OTHER, { name: 'model', route: { champion: '1' } }];
  changes = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.method === 'PUT') {
      changes.push(`${request.url} ${request.headers.authorization}`);
      served = [OTHER, { name: 'model', route: JSON.parse(body) }];
    }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(served));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  route = new ModelRouteApi(url, 'model', { headers: { authorization: 'Bearer token' } });
});

test('the route - when it is set - then it is told with the token, and is current', async () => {
  const canary = { champion: '1', canary: { version: '2', percent: 10 } };
  await route.set(canary);
  expect(changes).toEqual(['/admin/models/model/route Bearer token']);
  expect(await route.current()).toEqual(canary);
});

test('the route - when it is so already - then nothing is changed', async () => {
  await route.set({ champion: '1' });
  expect(changes).toEqual([]);
});

test('the route - when nothing answers for the model - then it is undefined', async () => {
  served = [OTHER];
  expect(await route.current()).toBeUndefined();
});
