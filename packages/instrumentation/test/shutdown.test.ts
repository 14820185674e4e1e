import { Agent, get } from 'node:http';
import { describe, type TestContext, test, vi } from 'vitest';
import { type Answer, OtlpCollector, silence } from '../src/testing/otlp-collector.ts';
import { hexOf } from '../src/testing/otlp-decoder.ts';
import { ShopProcess } from './shop-process.ts';

const DEADLINE = { timeout: 15_000 };
vi.setConfig({ testTimeout: 30_000 });
async function start({ onTestFinished }: TestContext, env: Record<string, string> = {}) {
  const collector = await OtlpCollector.start();
  onTestFinished(() => collector.stop());
  const shop = await ShopProcess.start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, ...env });
  onTestFinished(() => shop.kill());
  return { collector, shop };
}

/** Status of an answer whose body has come whole, or undefined. */
const ask = (url: string, agent: Agent, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve) => {
    get(url, { agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
      response.on('error', () => resolve(undefined));
    }).on('error', () => resolve(undefined));
  });

// At the same time: most of each is waiting.
describe.concurrent('the end of a service', () => {
  test('service - when SIGTERM comes under load - then every answered request has its line and its span', async (context) => {
    const { expect } = context;
    const { collector, shop } = await start(context, { DRAIN_MS: '200' });
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const answered: string[] = [];
    let stopped = false;
    let number = 0;
    const customer = async (): Promise<void> => {
      while (!stopped) {
        number += 1;
        const traceId = number.toString(16).padStart(32, 'b');
        const status = await ask(`${shop.url}/slow?ms=${number % 30}`, agent, {
          traceparent: `00-${traceId}-b7ad6b7169203331-01`,
        });
        if (status === undefined) return; // the listener is closed: nobody was promised an answer
        expect(status).toBe(200);
        answered.push(traceId);
      }
    };
    const customers = Promise.all(Array.from({ length: 16 }, customer));
    await expect.poll(() => answered.length, DEADLINE).toBeGreaterThan(200);
    shop.signal('SIGTERM');
    expect(await shop.exit()).toBe(0);
    stopped = true;
    await customers;
    agent.destroy();

    const lines = new Set(shop.lines('http_request').map((line) => line.trace_id));
    const spans = new Set(collector.spans.map(({ trace_id }) => hexOf(trace_id)));
    expect(answered.filter((id) => !lines.has(id))).toEqual([]);
    expect(answered.filter((id) => !spans.has(id))).toEqual([]);
    // And the other way round: no request that the service has finished was lost on its way back.
    expect([...lines].filter((id) => !answered.includes(String(id)))).toEqual([]);
    expect(shop.lines().at(-1)).toMatchObject({ event_type: 'service_closed' });
  });

  test('service - when it is closing - then /readyz says 503 while requests are still answered', async (context) => {
    const { expect } = context;
    const { shop } = await start(context, { DRAIN_MS: '1500' });
    const open = fetch(`${shop.url}/slow?ms=500`);
    await expect
      .poll(async () => (await shop.metrics()).get('http_server_requests_in_flight'), DEADLINE)
      .toBe(1);
    shop.signal('SIGTERM');
    await expect.poll(async () => (await fetch(`${shop.url}/readyz`)).status, DEADLINE).toBe(503);
    expect((await fetch(`${shop.url}/orders/1`)).status).toBe(200);
    expect((await open).status).toBe(200);
    expect(await shop.exit()).toBe(0);
  });

  test('service - when the Collector never answers - then requests do not notice and the end comes in time', async (context) => {
    const { expect } = context;
    const { collector, shop } = await start(context);
    collector.answers.push(...Array<Answer>(1000).fill(silence));
    for (let index = 0; index < 50; index++) expect((await fetch(`${shop.url}/orders/1`)).status).toBe(200);
    const started = performance.now();
    expect(await shop.stop()).toBe(0);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('service - when there is no Collector - then it runs, counts what waits, and ends with 0', async (context) => {
    const { expect } = context;
    const shop = await ShopProcess.start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    context.onTestFinished(() => shop.kill());
    for (let index = 0; index < 20; index++) await fetch(`${shop.url}/orders/1`);
    expect((await shop.metrics()).get('telemetry_span_queue_size')).toBe(20);
    expect(await shop.stop()).toBe(0);
    expect(shop.stderr).toBe('');
  });

  test('service - when the SDK is disabled - then it works without spans and without ids of zeros', async (context) => {
    const { expect } = context;
    const { collector, shop } = await start(context, { OTEL_SDK_DISABLED: 'true' });
    expect((await fetch(`${shop.url}/orders/1`)).status).toBe(200);
    await expect.poll(() => shop.lines('http_request').length, DEADLINE).toBe(1);
    expect(Object.keys(shop.lines('http_request')[0] ?? {})).not.toContain('trace_id');
    expect(await shop.stop()).toBe(0);
    expect(collector.requests).toEqual([]);
  });
});
