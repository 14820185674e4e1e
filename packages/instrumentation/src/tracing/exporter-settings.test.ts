import { expect, test } from 'vitest';
import { readExporterSettings } from './exporter-settings.ts';

const read = (env: Record<string, string>) => {
  const settings = readExporterSettings(env);
  return { ...settings, url: settings.url.href };
};

test('readExporterSettings - when nothing is set - then the defaults of the specification hold', () => {
  expect(read({})).toEqual({
    url: 'http://127.0.0.1:4318/v1/traces',
    headers: {},
    timeoutMs: 10_000,
    maxQueueBytes: 8_388_608,
  });
});

test('readExporterSettings - when variables are empty - then they count as not set', () => {
  const names = [
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    'OTEL_EXPORTER_OTLP_HEADERS',
    'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
    'OTEL_EXPORTER_OTLP_TIMEOUT',
    'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT',
    'TRACE_QUEUE_MAX_BYTES',
  ];
  expect(read(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(read({}));
});

test.each([
  ['http://collector:4318', 'http://collector:4318/v1/traces'],
  ['http://collector:4318/', 'http://collector:4318/v1/traces'],
  ['https://collector/otlp', 'https://collector/otlp/v1/traces'],
])('readExporterSettings - when the endpoint is %s - then traces go to %s', (endpoint, url) => {
  expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }).url).toBe(url);
});

test('readExporterSettings - when traces have variables of their own - then these win and the URL is taken as it is', () => {
  expect(
    read({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:1',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://b:2/traces',
      OTEL_EXPORTER_OTLP_HEADERS: 'x=1',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'Authorization=Bearer%20abc==, tenant=lab,',
      OTEL_EXPORTER_OTLP_TIMEOUT: '1',
      OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '2500',
      TRACE_QUEUE_MAX_BYTES: '1000',
    }),
  ).toEqual({
    url: 'http://b:2/traces',
    headers: { authorization: 'Bearer abc==', tenant: 'lab' },
    timeoutMs: 2500,
    maxQueueBytes: 1000,
  });
});

test.each(['abc', '-1', '0', 'NaN'])(
  'readExporterSettings - when a number is %s - then the default holds',
  (text) => {
    const settings = read({ OTEL_EXPORTER_OTLP_TIMEOUT: text, TRACE_QUEUE_MAX_BYTES: text });
    expect(settings).toEqual(read({}));
  },
);
