/** Every process is killed in turn while customers go on: what was answered is not lost, and everything heals. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, inject, test } from 'vitest';
import { customers, predict } from './customers.ts';
import { kill, untilReady } from './processes.ts';
import { failedSteps, verify } from './verification.ts';

const lab = inject('lab');
const url = (port: string, path: string): string => `http://127.0.0.1:${lab.ports[port]}${path}`;
/** Tempo writes a trace to its log on disk once no span has come for some seconds (infra/tempo). */
const WRITTEN_AFTER_MS = 20_000;
const POLL = { timeout: 60_000, interval: 500 };

const WINDOW_MS = 20_000;

/** Prediction ids that Loki has a line of, each with how many; asked for in windows that one answer can hold. */
async function linesInLoki(since: number): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let start = since; start < Date.now(); start += WINDOW_MS) {
    const query = new URLSearchParams({
      query: '{service_name="inference"} | event_type="model_prediction" | request_id=~"healing-.+"',
      start: `${start}000000`,
      end: `${start + WINDOW_MS}000000`,
      limit: '5000',
    });
    const response = await fetch(url('LOKI_PORT', `/loki/api/v1/query_range?${query}`));
    const { data } = (await response.json()) as {
      data: { result: { stream: Record<string, string>; values: unknown[] }[] };
    };
    for (const { stream, values } of data.result) {
      const id = stream.prediction_id ?? '';
      counts.set(id, (counts.get(id) ?? 0) + values.length);
    }
  }
  return counts;
}

describe('a lab whose processes are killed while customers go on', () => {
  test('when engines, database and every service but inference are killed one after the other - then no prediction fails, and no line is lost or repeated', async () => {
    const since = Date.now();
    const shop = customers(lab);
    await delay(1000); // predictions before the first kill
    for (const name of [
      'collector',
      'loki',
      'prometheus',
      'postgres',
      'monitor',
      'features',
      'traffic',
      'exporter',
      'alertmanager',
      'pager',
      'site',
      'autopilot',
    ]) {
      await kill(lab, name);
      await untilReady(lab, name);
    }
    await shop.stop();
    expect(shop.failures).toEqual([]);
    expect(shop.answered.length).toBeGreaterThan(100);
    await expect
      .poll(async () => {
        const lines = await linesInLoki(since);
        return shop.answered.filter(({ predictionId }) => lines.get(predictionId) !== 1).length;
      }, POLL)
      .toBe(0);
  });

  // Jaeger stands in for Tempo with a store in memory, which is gone with its process.
  test.skipIf(lab.binaries.tempo === undefined)(
    'when the trace store is killed - then a trace that it had is still there',
    async () => {
      const traceId = randomUUID().replaceAll('-', '');
      await predict(lab, { traceparent: `00-${traceId}-00000000000000aa-01` });
      const found = async (): Promise<number> =>
        (await fetch(url('TEMPO_PORT', `/api/v2/traces/${traceId}`))).status;
      await expect.poll(found, POLL).toBe(200);
      await delay(WRITTEN_AFTER_MS);
      await kill(lab, 'tempo');
      await untilReady(lab, 'tempo');
      await expect.poll(found, POLL).toBe(200);
    },
  );

  test('when inference itself is killed - then only what it had open fails, and it is back within 15 s', async () => {
    const shop = customers(lab);
    await delay(1000);
    await kill(lab, 'inference');
    const killed = Date.now();
    await expect
      .poll(() => shop.answered.filter(({ at }) => at > killed + 50).length, POLL)
      .toBeGreaterThan(20);
    await shop.stop();
    const back = Math.min(...shop.answered.filter(({ at }) => at > killed + 50).map(({ at }) => at));
    expect(back - killed).toBeLessThan(15_000);
    expect(shop.failures.filter(({ at }) => at < killed - 1000 || at > back + 1000)).toEqual([]);
  });

  // One step waits up to 90 s here, most likely for the Collector's gRPC connection to the trace store that was killed.
  test('when all of that is over - then the whole walk passes', async () => {
    expect(failedSteps(await verify(lab, 180))).toEqual([]);
  }, 420_000);
});
