import { counter, gauge, histogram } from '@lab/catalogue';
import { beforeEach, describe, expect, test } from 'vitest';
import { Metrics } from './metrics.ts';
import { observeNodeRuntime } from './node-runtime.ts';

/** As Prometheus 3 sends it. */
const OPEN_METRICS =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.4,*/*;q=0.2';
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

const orders = counter({
  name: 'shop_orders_total',
  help: 'Orders "so far", with a \\ and a\nbreak.',
  labels: { note: 5 },
});
const load = gauge({ name: 'shop_load', help: 'Load.', labels: { kind: 5 } });
const latency = histogram({
  name: 'shop_latency_seconds',
  help: 'Latency.',
  labels: {},
  buckets: [0.25, 1, 10],
});

let metrics: Metrics;
beforeEach(() => {
  metrics = new Metrics();
  metrics.counter(orders).inc({ note: 'a "quote", a \\ and a\nbreak' }, 2);
  const loads = metrics.gauge(load);
  loads.set({ kind: 'nan' }, Number.NaN);
  loads.set({ kind: 'up' }, Number.POSITIVE_INFINITY);
  loads.set({ kind: 'down' }, Number.NEGATIVE_INFINITY);
  const latencies = metrics.histogram(latency).with({});
  latencies.observe(0.7, TRACE_ID);
  latencies.observe(99, 'f'.repeat(32));
  latencies.observe(5);
});
const lines = async (accept?: string): Promise<string[]> => (await metrics.expose(accept)).body.split('\n');

describe('OpenMetrics', () => {
  test('expose - when OpenMetrics is asked for - then it says so and ends with # EOF', async () => {
    const { contentType, body } = await metrics.expose(OPEN_METRICS);
    expect(contentType).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(body.endsWith('\n# EOF\n')).toBe(true);
    expect(body.match(/# EOF/g)).toHaveLength(1);
  });

  test('expose - when a counter is written - then only its samples end in _total, once', async () => {
    const shop = (await lines(OPEN_METRICS)).filter((line) => line.includes('shop_orders'));
    expect(shop).toEqual([
      '# HELP shop_orders Orders \\"so far\\", with a \\\\ and a\\nbreak.',
      '# TYPE shop_orders counter',
      'shop_orders_total{note="a \\"quote\\", a \\\\ and a\\nbreak"} 2',
    ]);
  });

  test('expose - when observations had traces - then the buckets they fell into carry exemplars', async () => {
    const buckets = (await lines(OPEN_METRICS)).filter((line) => line.startsWith('shop_latency_seconds'));
    expect(buckets).toEqual([
      'shop_latency_seconds_bucket{le="0.25"} 0',
      expect.stringMatching(
        new RegExp(
          `^shop_latency_seconds_bucket\\{le="1.0"\\} 1 # \\{trace_id="${TRACE_ID}"\\} 0.7 \\d+(\\.\\d+)?$`,
        ),
      ),
      'shop_latency_seconds_bucket{le="10.0"} 2',
      expect.stringMatching(
        /^shop_latency_seconds_bucket\{le="\+Inf"\} 3 # \{trace_id="f{32}"\} 99 \d+(\.\d+)?$/,
      ),
      'shop_latency_seconds_sum 104.7',
      'shop_latency_seconds_count 3',
    ]);
  });
});

describe('text', () => {
  test.each([undefined, '', '*/*', 'text/plain;version=0.0.4'])(
    'expose - when the Accept header is %j - then the answer is text 0.0.4 without exemplars',
    async (accept) => {
      const { contentType, body } = await metrics.expose(accept);
      expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
      expect(body).not.toContain('# EOF');
      expect(body).not.toContain('trace_id');
      expect(body).toContain('# TYPE shop_orders_total counter\nshop_orders_total{note="a \\"quote\\"');
      expect(body).toContain('# HELP shop_orders_total Orders "so far", with a \\\\ and a\\nbreak.\n');
    },
  );
});

test.each([
  ['text', ''],
  ['OpenMetrics', OPEN_METRICS],
])(
  'expose - when values are not finite - then %s spells them as Prometheus reads them',
  async (_name, accept) => {
    const values = (await lines(accept)).filter((line) => line.startsWith('shop_load{'));
    expect(values).toEqual([
      'shop_load{kind="nan"} NaN',
      'shop_load{kind="up"} +Inf',
      'shop_load{kind="down"} -Inf',
    ]);
  },
);

test('expose - when both formats are scraped in any order - then each answer is the same every time', async () => {
  const [text, openMetrics] = [await metrics.expose(), await metrics.expose(OPEN_METRICS)];
  const fresh = new Metrics();
  fresh.counter(orders).inc({ note: 'x' });
  const first = await fresh.expose(OPEN_METRICS);
  expect(first.body).toContain('\nshop_orders_total{note="x"} 1\n');
  expect((await fresh.expose()).body).toContain(
    '\n# TYPE shop_orders_total counter\nshop_orders_total{note="x"} 1\n',
  );
  expect(await fresh.expose(OPEN_METRICS)).toEqual(first);
  for (const _round of [1, 2]) {
    expect(await metrics.expose(OPEN_METRICS)).toEqual(openMetrics);
    expect(await metrics.expose()).toEqual(text);
  }
});

test('expose - when the Node runtime is observed too - then every family is described once and every sample belongs to one', async () => {
  observeNodeRuntime(metrics.registry);
  for (const accept of ['', OPEN_METRICS]) {
    const body = await lines(accept);
    const typed = body.filter((line) => line.startsWith('# TYPE ')).map((line) => line.split(' ')[2]);
    expect(new Set(typed).size).toBe(typed.length);
    expect(typed).toContain('nodejs_eventloop_lag_seconds');
    expect(typed).toContain('process_resident_memory_bytes');
    const names = body
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(/[{ ]/)[0]);
    const owned = (name = ''): boolean =>
      typed.includes(name) || typed.includes(name.replace(/_(?:total|bucket|sum|count)$/, ''));
    expect(names.filter((name) => !owned(name))).toEqual([]);
  }
});
