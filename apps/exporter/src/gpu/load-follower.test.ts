import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { quietTelemetry } from '../../test/quiet-telemetry.ts';
import { LoadFollower, predictedRows } from './load-follower.ts';

let server: Server | undefined;
let follower: LoadFollower | undefined;

afterEach(() => {
  follower?.close();
  server?.closeAllConnections();
  server?.close();
});

async function follow(answer: (asked: number) => string | undefined) {
  let asked = 0;
  server = createServer((_request, response) => {
    const body = answer(asked++);
    if (body !== undefined) response.end(body);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { telemetry, lines } = quietTelemetry();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  follower = LoadFollower.start(url, telemetry.logger);
  return { follower, lines };
}

describe('LoadFollower', () => {
  test('when the service predicts 80 rows in two seconds - then the load is about two thirds', async () => {
    const { follower: following } = await follow(
      (asked) => `ml_model_predictions_total{model="fraud",version="1"} ${1000 + 80 * asked}\n`,
    );
    expect(following.load()).toBeUndefined();
    await expect.poll(() => following.load(), { timeout: 8000 }).toBeCloseTo(0.63, 1);
  }, 15_000);

  test('when the service does not answer - then the load is unknown and the log says so once', async () => {
    const { follower: following, lines } = await follow(() => undefined);
    await expect.poll(() => lines, { timeout: 8000 }).toHaveLength(1);
    expect(lines[0]).toMatchObject({ event_type: 'simulator_load_unknown', level: 'warn' });
    expect(following.load()).toBeUndefined();
  }, 15_000);
});

describe('predictedRows', () => {
  test('when several versions predict - then their rows are added, and nothing else is', () => {
    const text = [
      '# TYPE ml_model_predictions_total counter',
      'ml_model_predictions_total{model="fraud",version="1"} 10',
      'ml_model_predictions_total{model="fraud",version="2"} 2.5e+2',
      'ml_predictions_total{model="fraud"} 99',
    ].join('\n');
    expect(predictedRows(text)).toBe(260);
  });
});
