import { counter, gauge, histogram } from '@lab/catalogue';
import { describe, expect, test } from 'vitest';
import { Metrics } from './metrics.ts';

const requests = counter({
  name: 'shop_requests_total',
  help: 'Requests.',
  labels: { model: 2, version: 3, status: ['success', 'error'] },
});
const failures = counter({ name: 'shop_failures_total', help: 'Failures.', labels: { kind: ['a', 'b'] } });
const queue = gauge({ name: 'shop_queue_rows', help: 'Rows.', labels: { model: 2 } });
const latency = histogram({
  name: 'shop_latency_seconds',
  help: 'Latency.',
  labels: { model: 2 },
  buckets: [0.5, 1],
});

/** The samples of one family, without comments. */
async function samples(metrics: Metrics, family: string): Promise<string[]> {
  const { body } = await metrics.expose();
  return body.split('\n').filter((line) => line.startsWith(family));
}

describe('series from the start', () => {
  test('counter - when all labels are enumerated - then every series is there at 0 before the first event', async () => {
    const metrics = new Metrics();
    metrics.counter(failures);
    expect(await samples(metrics, 'shop_failures_total')).toEqual([
      'shop_failures_total{kind="a"} 0',
      'shop_failures_total{kind="b"} 0',
    ]);
  });

  test('counter - when an open label becomes known - then its series start at 0', async () => {
    const metrics = new Metrics();
    const family = metrics.counter(requests);
    expect(await samples(metrics, 'shop_requests_total')).toEqual([]);
    family.initialise({ model: 'm', version: '1' });
    expect(await samples(metrics, 'shop_requests_total')).toEqual([
      'shop_requests_total{model="m",version="1",status="success"} 0',
      'shop_requests_total{model="m",version="1",status="error"} 0',
    ]);
  });

  test('histogram - when a hot path has asked for its series - then it is there at 0', async () => {
    const metrics = new Metrics();
    metrics.histogram(latency).with({ model: 'm' });
    expect(await samples(metrics, 'shop_latency_seconds')).toEqual([
      'shop_latency_seconds_bucket{le="0.5",model="m"} 0',
      'shop_latency_seconds_bucket{le="1.0",model="m"} 0',
      'shop_latency_seconds_bucket{le="+Inf",model="m"} 0',
      'shop_latency_seconds_sum{model="m"} 0',
      'shop_latency_seconds_count{model="m"} 0',
    ]);
  });

  test('initialise - when the series exist already - then they keep what they have', async () => {
    const metrics = new Metrics();
    const [counts, rows, times] = [
      metrics.counter(requests),
      metrics.gauge(queue),
      metrics.histogram(latency),
    ];
    counts.inc({ model: 'm', version: '1', status: 'error' }, 3);
    rows.set({ model: 'm' }, 5);
    times.observe({ model: 'm' }, 0.7);
    counts.initialise({ model: 'm', version: '1' });
    rows.initialise({ model: 'm' });
    times.initialise({ model: 'm' });
    expect(await samples(metrics, 'shop_requests_total{model="m",version="1",status="error"}')).toEqual([
      'shop_requests_total{model="m",version="1",status="error"} 3',
    ]);
    expect(await samples(metrics, 'shop_queue_rows')).toEqual(['shop_queue_rows{model="m"} 5']);
    expect(await samples(metrics, 'shop_latency_seconds_count')).toEqual([
      'shop_latency_seconds_count{model="m"} 1',
    ]);
  });
});

describe('label values beyond their bound', () => {
  test('metrics - when a value is refused - then its events are counted as "other" and the refusal by metric', async () => {
    const metrics = new Metrics();
    const family = metrics.counter(requests);
    for (const model of ['a', 'b', 'c', 'd']) family.inc({ model, version: '1', status: 'success' });
    expect(await samples(metrics, 'shop_requests_total')).toEqual([
      'shop_requests_total{model="a",version="1",status="success"} 1',
      'shop_requests_total{model="b",version="1",status="success"} 1',
      'shop_requests_total{model="other",version="1",status="success"} 2',
    ]);
    expect(await samples(metrics, 'telemetry_label_values_refused_total')).toEqual([
      'telemetry_label_values_refused_total{metric="shop_requests_total"} 2',
    ]);
  });

  test('metrics - when every event has a new value - then the number of series stays bounded', async () => {
    const metrics = new Metrics();
    const [counts, times] = [metrics.counter(requests), metrics.histogram(latency)];
    for (let index = 0; index < 5000; index++) {
      counts.inc({ model: `m${index}`, version: `v${index}`, status: `s${index}` });
      times.observe({ model: `m${index}` }, 0.1);
    }
    expect((await samples(metrics, 'shop_requests_total')).length).toBeLessThanOrEqual(3 * 4 * 3);
    const counted = (await samples(metrics, 'shop_requests_total')).map((line) => Number(line.split(' ')[1]));
    expect(counted.reduce((sum, value) => sum + value)).toBe(5000);
    expect(await samples(metrics, 'shop_latency_seconds_count')).toEqual([
      'shop_latency_seconds_count{model="m0"} 1',
      'shop_latency_seconds_count{model="m1"} 1',
      'shop_latency_seconds_count{model="other"} 4998',
    ]);
  });

  test('with - when the labels are the same - then it is the same series', () => {
    const family = new Metrics().counter(requests);
    const labels = { model: 'a', version: '1', status: 'success' };
    expect(family.with(labels)).toBe(family.with({ ...labels }));
    expect(family.with({ ...labels, version: '2' })).not.toBe(family.with(labels));
  });
});

describe('remove', () => {
  test('remove - when a model version goes - then only its series go', async () => {
    const metrics = new Metrics();
    const [counts, times] = [metrics.counter(requests), metrics.histogram(latency)];
    counts.initialise({ model: 'a', version: '1' });
    counts.initialise({ model: 'a', version: '2' });
    counts.initialise({ model: 'b', version: '1' });
    times.observe({ model: 'a' }, 1);
    counts.remove({ model: 'a', version: '1' });
    times.remove({ model: 'a' });
    const left = (await samples(metrics, 'shop_')).join('\n');
    expect(left).not.toContain('model="a",version="1"');
    expect(left).toContain('model="a",version="2"');
    expect(left).toContain('model="b",version="1"');
    expect(left).not.toContain('shop_latency_seconds');
  });

  test('remove - when values are in no series any more - then their room is free, named or not', async () => {
    const metrics = new Metrics();
    const family = metrics.counter(requests);
    for (let round = 0; round < 20; round++) {
      family.initialise({ model: `m${round}`, version: `v${round}` });
      family.remove({ model: `m${round}` });
    }
    family.inc({ model: 'last', version: 'last', status: 'error' });
    expect(await samples(metrics, 'shop_requests_total')).toEqual([
      'shop_requests_total{model="last",version="last",status="error"} 1',
    ]);
    expect(await samples(metrics, 'telemetry_label_values_refused_total')).toEqual([]);
  });

  test('remove - when another series still has the value - then its room stays taken', () => {
    const family = new Metrics().counter(requests);
    for (const version of ['1', '2', '3']) family.initialise({ model: 'a', version });
    family.initialise({ model: 'b', version: '1' });
    family.remove({ model: 'a', version: '1' });
    const status = 'success';
    expect(family.with({ model: 'b', version: '4', status })).toBe(
      family.with({ model: 'b', version: 'other', status }),
    );
  });

  test('remove - when the model comes back - then it starts again at 0', async () => {
    const metrics = new Metrics();
    const family = metrics.counter(requests);
    family.inc({ model: 'a', version: '1', status: 'error' }, 7);
    family.remove({ model: 'a' });
    family.initialise({ model: 'a', version: '1' });
    expect(await samples(metrics, 'shop_requests_total{model="a",version="1",status="error"}')).toEqual([
      'shop_requests_total{model="a",version="1",status="error"} 0',
    ]);
  });
});

test('beforeCollect - when a scrape comes - then every collector has run before it is answered', async () => {
  const metrics = new Metrics();
  const rows = metrics.gauge(queue).with({ model: 'm' });
  let scrapes = 0;
  metrics.beforeCollect(async () => {
    await Promise.resolve();
    scrapes += 1;
  });
  metrics.beforeCollect(() => rows.set(scrapes * 10));
  expect(await samples(metrics, 'shop_queue_rows')).toEqual(['shop_queue_rows{model="m"} 10']);
  expect(await samples(metrics, 'shop_queue_rows')).toEqual(['shop_queue_rows{model="m"} 20']);
});
