import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { ask } from './customer.ts';

/** A service that notes what it is asked. */
async function service() {
  const asked: { method: string | undefined; url: string | undefined; body: string }[] = [];
  const server = createServer(async (request, response) => {
    asked.push({ method: request.method, url: request.url, body: await text(request) });
    response.end();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/order` };
}

test('a customer - when he posts - then all fields are in the body', async () => {
  const { asked, url } = await service();
  await ask({ request: { method: 'POST', url, body: { amount: 4 } } }, { email: 'a@example.com' });
  expect(asked).toEqual([{ method: 'POST', url: '/order', body: '{"amount":4,"email":"a@example.com"}' }]);
});

test('a customer - when he gets - then they are in the address, and there is no body', async () => {
  const { asked, url } = await service();
  await ask({ request: { method: 'GET', url: `${url}?shop=1`, body: { amount: 4 } } }, { user_id: 'b' });
  expect(asked).toEqual([{ method: 'GET', url: '/order?shop=1&amount=4&user_id=b', body: '' }]);
});
