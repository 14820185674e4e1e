/** A shop whose customers get as many answers as a switch lets them. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface Shop extends AsyncDisposable {
  readonly url: string;
  /** `PUT` and `DELETE` of the switch, with what was sent. */
  readonly calls: readonly string[];
  /** The share of customers who get an answer, while nothing is injected. */
  normal: number;
  /** Whether the switch does what it is asked for. */
  breaks: 'nothing' | 'inject' | 'roll_back';
}

export async function startShop(): Promise<Shop> {
  const calls: string[] = [];
  let injected: number | undefined;
  const server = createServer(async (request, response) => {
    if (request.url === '/metrics') {
      response.setHeader('content-type', 'text/plain; version=0.0.4');
      response.end(`shop_answered_ratio ${injected ?? shop.normal}\n`);
      return;
    }
    const { share, seconds } = await bodyOf(request);
    calls.push(request.method === 'PUT' ? `PUT ${share} for ${seconds} s` : 'DELETE');
    if (request.method === 'PUT' && shop.breaks !== 'inject') injected = share;
    if (request.method === 'DELETE' && shop.breaks !== 'roll_back') injected = undefined;
    response.statusCode = request.method === 'PUT' && shop.breaks === 'inject' ? 500 : 204;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const shop: Shop = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    normal: 1,
    breaks: 'nothing',
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return shop;
}

async function bodyOf(request: IncomingMessage): Promise<{ share?: number; seconds?: number }> {
  return request.method === 'PUT' ? ((await json(request)) as { share: number; seconds: number }) : {};
}
