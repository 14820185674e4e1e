import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fetchJson, fetchText } from './http.ts';
import { freePort } from './testing/free-port.ts';

async function serve(status: number, body: string, delayMs = 0): Promise<string> {
  const server = createServer((request, response) => {
    const answer = body === 'echo' ? JSON.stringify({ method: request.method }) : body;
    setTimeout(() => response.writeHead(status).end(answer), delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
}

describe('fetchJson', () => {
  test('when the answer is JSON - then it is parsed', async () => {
    expect(await fetchJson(await serve(200, '{"a":1}'))).toEqual({ a: 1 });
  });

  test('when a body is given - then it is posted', async () => {
    expect(await fetchJson(await serve(200, 'echo'), { body: {} })).toEqual({ method: 'POST' });
  });

  test('when the answer is not JSON - then the error shows how it starts', async () => {
    await expect(fetchJson(await serve(200, '<html>'))).rejects.toThrow('not JSON: <html>');
  });
});

describe('fetchText', () => {
  test('when the status is no success - then the error has method, address, status and answer', async () => {
    const url = await serve(503, 'still loading');
    await expect(fetchText(url)).rejects.toThrow(`GET ${url}: status 503: still loading`);
  });

  test('when nothing listens - then the error says so', async () => {
    await expect(fetchText(`http://127.0.0.1:${await freePort()}/`)).rejects.toThrow('ECONNREFUSED');
  });

  test('when the answer is late - then the error has the limit', async () => {
    await expect(fetchText(await serve(200, '', 5000), { timeoutMs: 30 })).rejects.toThrow(
      'no answer within 30 ms',
    );
  });
});
