import {
  attributesOf,
  type DecodedSpan,
  hexOf,
  OtlpCollector,
  type ServiceProcess,
} from '@lab/instrumentation/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FeaturePeer, featurePeer } from '../test/feature-peer.ts';
import { PURCHASE } from '../test/inference-app.ts';
import { startInference } from '../test/inference-process.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const DEADLINE = { timeout: 20_000 };

describe('the service as a process', { timeout: 60_000 }, () => {
  let collector: OtlpCollector;
  let features: FeaturePeer;
  let service: ServiceProcess | undefined;

  beforeAll(async () => {
    collector = await OtlpCollector.start();
    features = await featurePeer();
  });
  afterEach(() => service?.kill());
  afterAll(async () => {
    await features?.close();
    await collector?.stop();
  });

  const start = (env: Record<string, string> = {}): ServiceProcess => {
    service = startInference({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, ...env });
    return service;
  };
  const predict = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${url}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(PURCHASE),
    });

  it('boot - when the models are loaded - then serves, and ends with 0 on SIGTERM', async () => {
    const process = start();
    const url = await process.ready();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await predict(url)).status).toBe(200);
    expect(await process.stop()).toBe(0);
    expect(process.lines.at(-1)).toMatchObject({ event_type: 'service_closed' });
    expect(process.stderr).toBe('');
  });

  it('boot - when the configuration is wrong - then exits with 1 and names every mistake', async () => {
    const process = start({
      ADMIN_TOKEN: 'short',
      FEATURES_URL: 'ftp://features',
      MODEL_EXECUTION: 'cloud',
      BATCH_MAX_ROWS: 'many',
      MODEL_REPOSITORY: '',
    });
    expect(await process.exitCode()).toBe(1);
    for (const key of [
      'ADMIN_TOKEN',
      'FEATURES_URL',
      'MODEL_EXECUTION',
      'BATCH_MAX_ROWS',
      'MODEL_REPOSITORY',
    ])
      expect(process.stderr).toContain(key);
  });

  it.each(['{', '[]', '{"fraud-detection":{"champion":1}}', '{"fraud-detection":{}}'])(
    'boot - when MODEL_ROUTES is %j - then exits with 1 and names it',
    async (MODEL_ROUTES) => {
      const process = start({ MODEL_ROUTES });
      expect(await process.exitCode()).toBe(1);
      expect(process.stderr).toContain('MODEL_ROUTES');
    },
  );

  it('tracing - when a prediction is made - then its spans lie below each other and its line names the trace', async () => {
    const process = start({
      FEATURES_URL: features.url,
      MODEL_ROUTES: '{"fraud-detection":{"champion":"1","shadow":["2"]}}',
    });
    const url = await process.ready();
    await predict(url, { traceparent: `00-${TRACE_ID}-${CALLER}-01` });

    const received = (): DecodedSpan[] =>
      collector.spans.filter(({ trace_id }) => hexOf(trace_id) === TRACE_ID);
    const names = (): string[] =>
      received()
        .map(({ name }) => name)
        .toSorted();
    const wanted = [
      'GET',
      'POST /predict',
      'fetch_features',
      'model_inference',
      'model_inference',
      'predict_request',
      'shadow_inference',
    ];
    await expect.poll(names, DEADLINE).toEqual(wanted);

    const ids = new Map(received().map((span) => [hexOf(span.span_id), span.name]));
    const parentOf = (name: string): string[] =>
      received()
        .filter((span) => span.name === name)
        .map((span) => ids.get(hexOf(span.parent_span_id)) ?? hexOf(span.parent_span_id))
        .toSorted();
    expect(parentOf('POST /predict')).toEqual([CALLER]);
    expect(parentOf('predict_request')).toEqual(['POST /predict']);
    expect(parentOf('fetch_features')).toEqual(['predict_request']);
    expect(parentOf('GET')).toEqual(['fetch_features']);
    expect(parentOf('model_inference')).toEqual(['predict_request', 'shadow_inference']);
    expect(parentOf('shadow_inference')).toEqual(['predict_request']);

    const root = received().find(({ name }) => name === 'predict_request') as DecodedSpan;
    expect(attributesOf(root)).toMatchObject({
      'model.name': 'fraud-detection',
      'model.version': '1',
      'model.role': 'champion',
      'features.source': 'online',
    });
    const lines = process.lines.filter(({ event_type }) => event_type === 'model_prediction');
    expect(lines.map(({ trace_id }) => trace_id)).toEqual([TRACE_ID, TRACE_ID]);
    expect(lines.find(({ model_role }) => model_role === 'champion')?.span_id).toBe(hexOf(root.span_id));
    expect(JSON.stringify([received(), process.lines])).not.toContain(`"${PURCHASE.user_id}"`);
  });

  it('tracing - when the prediction fails - then its span and its duration exemplar lead there', async () => {
    const process = start({ FAULT_INJECTION: 'true' });
    const url = await process.ready();
    const traceId = TRACE_ID.replace('0af', '1af');
    await predict(url, { traceparent: `00-${traceId}-${CALLER}-01`, 'x-lab-fault': 'error=503' });
    const failed = (): DecodedSpan | undefined =>
      collector.spans.find(({ name, trace_id }) => name === 'predict_request' && hexOf(trace_id) === traceId);
    await expect.poll(() => failed()?.status?.code, DEADLINE).toBe('STATUS_CODE_ERROR');
    const scrape = await fetch(`${url}/metrics`, {
      headers: { accept: 'application/openmetrics-text; version=1.0.0' },
    });
    const exemplar = new RegExp(
      `ml_prediction_duration_seconds_bucket\\{[^}]*\\} \\d+ # \\{trace_id="${traceId}"\\}`,
    );
    expect(await scrape.text()).toMatch(exemplar);
  });

  it('shutdown - when SIGTERM comes under traffic - then every request that was taken is answered', async () => {
    const process = start({ FAULT_INJECTION: 'true', MODEL_EXECUTION: 'worker' });
    const url = await process.ready();
    const statuses: number[] = [];
    const broken: unknown[] = [];
    const customers = Array.from({ length: 8 }, async () => {
      try {
        for (;;) {
          const response = await predict(url, { 'x-lab-fault': 'latency=20' });
          await response.arrayBuffer();
          statuses.push(response.status);
        }
      } catch (error) {
        broken.push((error as { cause?: { code?: string } }).cause?.code);
      }
    });
    await expect.poll(() => statuses.length, DEADLINE).toBeGreaterThan(40);
    expect(broken).toEqual([]);
    expect(await process.stop()).toBe(0);
    await Promise.all(customers);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    // A refused connection, or a kept one that was closed while it was idle, has brought the service nothing. What it
    // did take has a line, and each line has its answer.
    expect(broken.filter((code) => !/^(ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET)$/.test(String(code)))).toEqual(
      [],
    );
    const lines = process.lines.filter(({ event_type }) => event_type === 'model_prediction');
    expect(lines).toHaveLength(statuses.length);
  });
});
