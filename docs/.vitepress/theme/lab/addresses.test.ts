import { expect, test } from 'vitest';
import { movedPorts, portChanges } from './addresses.ts';

const written = { INFERENCE_PORT: 8080, FEATURES_PORT: 8081, PROMETHEUS_PORT: 9090 };

test('ports - when none has moved - then nothing is changed', () => {
  expect(movedPorts(written, written).size).toBe(0);
});

test('a text - when the lab runs at an offset - then addresses of the lab are changed, and no other number', () => {
  const moved = movedPorts(written, { INFERENCE_PORT: 12222, PROMETHEUS_PORT: 13232 });
  const text =
    'curl http://127.0.0.1:8080/predict; localhost:9090, 8080 requests, 10.0.0.1:8080, 127.0.0.1:80801';
  expect(portChanges(text, moved)).toEqual([
    { at: text.indexOf('8080'), from: '8080', to: '12222' },
    { at: text.indexOf('9090'), from: '9090', to: '13232' },
  ]);
});

test('a port - when it becomes what another was - then each is changed once', () => {
  const moved = movedPorts(written, { INFERENCE_PORT: 8081, FEATURES_PORT: 8082 });
  expect(portChanges('127.0.0.1:8080 127.0.0.1:8081', moved).map(({ to }) => to)).toEqual(['8081', '8082']);
});
