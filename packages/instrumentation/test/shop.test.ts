import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { OtlpCollector } from '../src/testing/otlp-collector.ts';
import { attributesOf, type DecodedSpan, hexOf } from '../src/testing/otlp-decoder.ts';
import { ShopProcess } from './shop-process.ts';

const DEADLINE = { timeout: 15_000 };
vi.setConfig({ testTimeout: 30_000 }); // spans leave once a second, and machines can be slow
const UUID = /^[0-9a-f-]{36}$/;
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const PARENT_ID = 'b7ad6b7169203331';
const traceparent = (traceId: string): string => `00-${traceId}-${PARENT_ID}-01`;

let collector: OtlpCollector;
let peer: Server;
const peerRequests: IncomingMessage[] = [];
let shop: ShopProcess;

const spansOfTrace = (traceId: string): DecodedSpan[] =>
  collector.spans.filter(({ trace_id }) => hexOf(trace_id) === traceId);
const traceId = (number: number): string => number.toString(16).padStart(32, 'a');

beforeAll(async () => {
  collector = await OtlpCollector.start();
  peer = createServer((request, response) => {
    peerRequests.push(request);
    response.end('ok');
  }).listen(0, '127.0.0.1');
  await once(peer, 'listening');
  const peerUrl = `http://127.0.0.1:${(peer.address() as AddressInfo).port}`;
  shop = await ShopProcess.start({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test,service.version=1.2.3',
    PEER_URL: peerUrl,
    PEER_SERVICES: `features=${peerUrl}`,
  });
}, 30_000);

afterAll(async () => {
  shop.kill();
  peer.closeAllConnections();
  peer.close();
  await collector.stop();
});

afterEach(() => expect(shop.stderr).toBe(''));

describe('a request', () => {
  test('service - when a request is answered - then there is one SERVER span named by route under the caller', async () => {
    const id = traceId(1);
    const response = await fetch(`${shop.url}/orders/42?card=4111111111111111`, {
      headers: { traceparent: traceparent(id) },
    });
    expect(response.status).toBe(200);
    await expect.poll(() => spansOfTrace(id).length, DEADLINE).toBe(1);
    const [span] = spansOfTrace(id);
    expect(span).toMatchObject({ name: 'GET /orders/:id', kind: 'SPAN_KIND_SERVER' });
    expect(hexOf(span?.parent_span_id ?? '')).toBe(PARENT_ID);
    expect(attributesOf(span as DecodedSpan)).toMatchObject({
      'http.request.method': 'GET',
      'http.route': '/orders/:id',
      'url.path': '/orders/42',
      'http.response.status_code': 200,
    });
    expect(JSON.stringify(span)).not.toContain('4111');
    expect(Number(span?.end_time_unix_nano)).toBeGreaterThanOrEqual(Number(span?.start_time_unix_nano));
  });

  test('service - when a request is answered - then there is one line with its ids and no query string', async () => {
    const id = traceId(2);
    await fetch(`${shop.url}/orders/7?email=jane@example.com`, {
      headers: { traceparent: traceparent(id), 'x-request-id': 'request-0002' },
    });
    await expect
      .poll(() => shop.lines('http_request').filter((line) => line.trace_id === id).length, DEADLINE)
      .toBe(1);
    const [line] = shop.lines().filter((candidate) => candidate.trace_id === id);
    expect(line).toEqual({
      level: 'info',
      timestamp: expect.stringMatching(/Z$/),
      service: 'shop',
      environment: 'test',
      request_id: 'request-0002',
      event_type: 'http_request',
      trace_id: id,
      span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
      method: 'GET',
      route: '/orders/:id',
      status_code: 200,
      duration_ms: expect.any(Number),
      message: 'request completed',
    });
    await expect
      .poll(() => spansOfTrace(id).map(({ span_id }) => hexOf(span_id)), DEADLINE)
      .toEqual([line?.span_id]);
  });

  test('service - when a route writes its own line - then there is that line and no second one, inside the span', async () => {
    const id = traceId(3);
    await fetch(`${shop.url}/quiet`, { headers: { traceparent: traceparent(id) } });
    await expect.poll(() => spansOfTrace(id).length, DEADLINE).toBe(1);
    const lines = shop.lines().filter((line) => line.trace_id === id);
    expect(lines.map((line) => line.event_type)).toEqual(['model_prediction']);
    expect(lines[0]?.span_id).toBe(hexOf(spansOfTrace(id)[0]?.span_id ?? ''));
  });

  test('service - when there is no caller - then the span is a root', async () => {
    await fetch(`${shop.url}/orders/nobody`);
    const found = (): DecodedSpan[] =>
      collector.spans.filter((span) => attributesOf(span)['url.path'] === '/orders/nobody');
    await expect.poll(() => found().map(({ parent_span_id }) => parent_span_id), DEADLINE).toEqual(['']);
  });

  test.each([
    ['/fails', 500, 'STATUS_CODE_ERROR', 'GET /fails', 'error'],
    ['/nowhere/at/all', 404, 'STATUS_CODE_UNSET', 'GET', 'warn'],
  ])(
    'service - when %s answers %d - then span status, name and level say so',
    async (path, code, spanStatus, name, level) => {
      const id = traceId(code);
      expect((await fetch(`${shop.url}${path}`, { headers: { traceparent: traceparent(id) } })).status).toBe(
        code,
      );
      await expect.poll(() => spansOfTrace(id).length, DEADLINE).toBe(1);
      const [span] = spansOfTrace(id);
      expect(span?.name).toBe(name);
      expect(span?.status?.code ?? 'STATUS_CODE_UNSET').toBe(spanStatus);
      const line = shop.lines('http_request').find((candidate) => candidate.trace_id === id);
      expect(line).toMatchObject({ level, status_code: code });
    },
  );

  test('service - when the request is HEAD - then it has its span, its metrics and no body', async () => {
    const id = traceId(4);
    const response = await fetch(`${shop.url}/orders/1`, {
      method: 'HEAD',
      headers: { traceparent: traceparent(id) },
    });
    expect([response.status, await response.text()]).toEqual([200, '']);
    await expect
      .poll(() => spansOfTrace(id).map((span) => span.name), DEADLINE)
      .toEqual(['HEAD /orders/:id']);
    expect(
      (await shop.metrics()).get(
        'http_server_requests_total{method="HEAD",route="/orders/:id",status_class="2xx"}',
      ),
    ).toBe(1);
  });

  test('service - when it comes from the resource - then service name, version and environment are on every span', () => {
    const { body } = collector.requests[0] ?? { body: Buffer.alloc(0) };
    const text = body.toString('latin1');
    for (const part of [
      'service.name',
      'shop',
      'deployment.environment.name',
      'test',
      'service.version',
      '1.2.3',
    ]) {
      expect(text).toContain(part);
    }
  });
});

describe('request ids', () => {
  test.each(['/orders/1', '/nowhere', '/fails', '/healthz'])(
    'service - when %s is asked with an id - then the id comes back',
    async (path) => {
      const response = await fetch(`${shop.url}${path}`, { headers: { 'x-request-id': 'my-request-1' } });
      expect(response.headers.get('x-request-id')).toBe('my-request-1');
    },
  );

  test.each(['', 'bad id!', 'x'.repeat(65), '4111111111111111'])(
    'service - when the id is %j - then another is made, answered and logged',
    async (id) => {
      const headers = id === '' ? {} : { 'x-request-id': id };
      const response = await fetch(`${shop.url}/orders/1`, { headers });
      const answered = response.headers.get('x-request-id') ?? '';
      expect(answered).toMatch(UUID);
      await expect
        .poll(() => shop.lines('http_request').map((line) => line.request_id), DEADLINE)
        .toContain(answered);
      if (id !== '') expect(JSON.stringify(shop.lines())).not.toContain(id);
    },
  );
});

describe('RED metrics', () => {
  test('service - when a route was never called - then its series exist at 0 for every status class', async () => {
    const metrics = await shop.metrics();
    for (const status_class of ['1xx', '2xx', '3xx', '4xx', '5xx']) {
      expect(
        metrics.get(
          `http_server_requests_total{method="PUT",route="/orders/:id",status_class="${status_class}"}`,
        ),
      ).toBe(0);
    }
    expect(metrics.get('http_server_request_duration_seconds_count{method="PUT",route="/orders/:id"}')).toBe(
      0,
    );
  });

  test('service - when requests are answered - then counter and histogram of the route move together', async () => {
    const total = 'http_server_requests_total{method="GET",route="/slow",status_class="2xx"}';
    const count = 'http_server_request_duration_seconds_count{method="GET",route="/slow"}';
    const before = await shop.metrics();
    await Promise.all([1, 2, 3].map(() => fetch(`${shop.url}/slow?ms=60`)));
    const after = await shop.metrics();
    expect((after.get(total) ?? 0) - (before.get(total) ?? 0)).toBe(3);
    expect((after.get(count) ?? 0) - (before.get(count) ?? 0)).toBe(3);
    const fast = 'http_server_request_duration_seconds_bucket{le="0.05",method="GET",route="/slow"}';
    expect((after.get(fast) ?? 0) - (before.get(fast) ?? 0)).toBe(0);
  });

  test('service - when unknown paths are asked for - then all of them are one route', async () => {
    for (const path of ['/.env', '/wp-login.php', `/${'x'.repeat(300)}`]) await fetch(`${shop.url}${path}`);
    const metrics = await shop.metrics();
    const unmatched = 'http_server_requests_total{method="GET",route="unmatched",status_class="4xx"}';
    expect(metrics.get(unmatched)).toBeGreaterThanOrEqual(3);
    expect([...metrics.keys()].join('\n')).not.toMatch(/wp-login|\.env|xxx/);
  });

  test('service - when probes and scrapes come - then they make no span, no line and no series', async () => {
    const [probes, after] = [traceId(5), traceId(51)];
    for (const path of ['/metrics', '/healthz', '/readyz']) {
      await fetch(`${shop.url}${path}`, { headers: { traceparent: traceparent(probes) } });
    }
    // What came before this request has been exported when its span has.
    await fetch(`${shop.url}/orders/1`, { headers: { traceparent: traceparent(after) } });
    await expect.poll(() => spansOfTrace(after).length, DEADLINE).toBe(1);
    expect(spansOfTrace(probes)).toEqual([]);
    expect(shop.lines('http_request').map((line) => line.route)).not.toContain('/readyz');
    expect(JSON.stringify(shop.lines())).not.toContain(probes);
    const keys = [...(await shop.metrics()).keys()].filter((key) => key.startsWith('http_server_'));
    expect(keys.join('\n')).not.toMatch(/metrics|healthz|readyz/);
  });

  test('service - when a request had a trace - then the exemplar of its bucket names it', async () => {
    await fetch(`${shop.url}/slow?ms=1`, { headers: { traceparent: traceparent(TRACE_ID) } });
    const response = await fetch(`${shop.url}/metrics`, {
      headers: { accept: 'application/openmetrics-text; version=1.0.0' },
    });
    expect(await response.text()).toMatch(
      new RegExp(
        `http_server_request_duration_seconds_bucket\\{le="[\\d.]+",method="GET",route="/slow"\\} \\d+ # \\{trace_id="${TRACE_ID}"\\}`,
      ),
    );
  });

  test('service - when spans have left - then /metrics counts them', async () => {
    await expect.poll(async () => (await shop.metrics()).get('telemetry_span_queue_size'), DEADLINE).toBe(0);
    expect((await shop.metrics()).get('telemetry_spans_exported_total')).toBe(collector.spans.length);
    expect((await shop.metrics()).get('telemetry_spans_dropped_total{reason="queue_full"}')).toBe(0);
  });
});

describe('a client that leaves', () => {
  test.each([
    ['GET', ''],
    ['POST', '{"a":1}'],
  ])(
    'service - when it leaves in the middle of its %s - then it is counted as a client error, the gauge falls back and the span ends once',
    async (method, body) => {
      const id = traceId(method === 'GET' ? 61 : 62);
      const abandoned = `http_server_requests_total{method="${method}",route="/slow",status_class="4xx"}`;
      const before = (await shop.metrics()).get(abandoned) ?? 0;
      const socket = connect(Number(new URL(shop.url).port), '127.0.0.1');
      socket.write(
        `${method} /slow HTTP/1.1\r\nhost: shop\r\ntraceparent: ${traceparent(id)}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
      const inFlight = async (): Promise<number | undefined> =>
        (await shop.metrics()).get('http_server_requests_in_flight');
      await expect.poll(inFlight, DEADLINE).toBe(1);
      socket.destroy();
      await expect.poll(inFlight, DEADLINE).toBe(0);
      await expect.poll(() => spansOfTrace(id).length, DEADLINE).toBe(1);
      expect(attributesOf(spansOfTrace(id)[0] as DecodedSpan)).toMatchObject({
        'error.type': 'client_disconnected',
      });
      expect((await shop.metrics()).get(abandoned)).toBe(before + 1);
      expect(shop.lines('http_request').find((line) => line.trace_id === id)).toMatchObject({
        level: 'warn',
        status_code: 499,
      });
      await fetch(`${shop.url}/slow?ms=400`); // the handler of the abandoned request has returned by now
      expect((await shop.metrics()).get(abandoned)).toBe(before + 1);
      expect(spansOfTrace(id)).toHaveLength(1);
      expect(await inFlight()).toBe(0);
    },
  );

  test('service - when a body never ends - then the abandoned request leaves nothing behind', async () => {
    const request = httpRequest(`${shop.url}/trouble`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 1000 },
    });
    request.on('error', () => {});
    request.write('{"trouble":');
    const inFlight = async (): Promise<number | undefined> =>
      (await shop.metrics()).get('http_server_requests_in_flight');
    await expect.poll(inFlight, DEADLINE).toBe(1);
    request.destroy();
    await expect.poll(inFlight, DEADLINE).toBe(0);
  });
});

describe('calls to others', () => {
  test('service - when a request calls by fetch and by undici - then each call is a CLIENT span below it', async () => {
    const id = traceId(7);
    const answer = await fetch(`${shop.url}/calls`, { headers: { traceparent: traceparent(id) } });
    expect(await answer.json()).toEqual({ statuses: [200, 200] });
    await expect.poll(() => spansOfTrace(id).length, DEADLINE).toBe(4);
    const spans = spansOfTrace(id);
    const server = spans.find(({ kind }) => kind === 'SPAN_KIND_SERVER');
    const collect = spans.find(({ name }) => name === 'collect');
    const clients = spans.filter(({ kind }) => kind === 'SPAN_KIND_CLIENT');
    expect(collect?.parent_span_id).toBe(server?.span_id);
    expect(clients.map(({ parent_span_id }) => parent_span_id)).toEqual([collect?.span_id, collect?.span_id]);
    expect(clients.map((span) => attributesOf(span)['peer.service'])).toEqual(['features', 'features']);
    for (const [path, client] of [
      ['/by-fetch?secret=1', clients[0]],
      ['/by-undici', clients[1]],
    ] as const) {
      const received = peerRequests.find(({ url }) => url === path);
      expect(received?.headers.traceparent).toBe(`00-${id}-${hexOf(client?.span_id ?? '')}-01`);
    }
    const line = shop.lines('collecting').find((candidate) => candidate.trace_id === id);
    expect(line?.span_id).toBe(hexOf(collect?.span_id ?? ''));
  });

  test('service - when it calls outside any request - then there is no span and no trace context', () => {
    expect(peerRequests[0]?.url).toBe('/at-start');
    expect(peerRequests[0]?.headers.traceparent).toBeUndefined();
    expect(JSON.stringify(collector.spans)).not.toContain('/at-start');
  });

  test('service - when spans are exported - then the export makes no spans', () => {
    expect(collector.requests.length).toBeGreaterThan(0);
    expect(JSON.stringify(collector.spans)).not.toContain('/v1/traces');
    expect(collector.requests.filter(({ headers }) => headers.traceparent !== undefined)).toEqual([]);
  });
});

describe('probes', () => {
  const trouble = (value?: string) =>
    fetch(`${shop.url}/trouble`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ trouble: value }),
    });
  const readyz = async () => {
    const response = await fetch(`${shop.url}/readyz`);
    return [response.status, await response.json()];
  };

  test('service - when its checks fail, throw, hang and recover - then /readyz says so and /healthz stays 200', async () => {
    expect(await readyz()).toEqual([200, { status: 'ready' }]);
    await trouble('no model loaded');
    expect(await readyz()).toEqual([503, { status: 'not_ready', reasons: ['no model loaded'] }]);
    await trouble('throws');
    expect(await readyz()).toEqual([503, { status: 'not_ready', reasons: ['check failed'] }]);
    await trouble('hangs');
    expect(await readyz()).toEqual([503, { status: 'not_ready', reasons: ['no answer within 2000 ms'] }]);
    const health = await fetch(`${shop.url}/healthz`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
    await trouble(undefined);
    expect(await readyz()).toEqual([200, { status: 'ready' }]);
  }, 15_000);
});
