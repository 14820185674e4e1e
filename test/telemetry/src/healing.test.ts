/** Every process is killed in turn while customers go on: what was answered is not lost, and everything heals. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, inject, test } from 'vitest';
import { components, pidOf } from './processes.ts';
import { failedSteps, verify } from './verification.ts';

const lab = inject('lab');
const url = (port: string, path: string): string => `http://127.0.0.1:${lab.ports[port]}${path}`;
/** Tempo writes a trace to its log on disk once no span has come for some seconds (infra/tempo). */
const WRITTEN_AFTER_MS = 20_000;
const POLL = { timeout: 60_000, interval: 500 };

interface Answered {
  readonly predictionId: string;
  readonly at: number;
}

interface Customers {
  readonly answered: Answered[];
  readonly failures: { readonly at: number; readonly reason: string }[];
  stop(): Promise<void>;
}

/** One prediction every 50 ms, each of its own: a late answer delays no other. */
function customers(): Customers {
  const answered: Answered[] = [];
  const failures: { at: number; reason: string }[] = [];
  const open = new Set<Promise<void>>();
  const timer = setInterval(() => {
    const at = Date.now();
    const one = predict().then(
      (predictionId) => void answered.push({ predictionId, at }),
      (error: Error) => void failures.push({ at, reason: error.message }),
    );
    open.add(one);
    void one.finally(() => open.delete(one));
  }, 50);
  return {
    answered,
    failures,
    async stop() {
      clearInterval(timer);
      await Promise.all(open);
    },
  };
}

async function predict(headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(url('INFERENCE_PORT', '/predict'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': `healing-${randomUUID()}`, ...headers },
    body: JSON.stringify({
      user_id: 'user_000001',
      amount: 20,
      merchant_category: 'grocery',
      hour_of_day: 12,
      distance_from_home_km: 1,
      card_present: true,
    }),
    signal: AbortSignal.timeout(5000),
  });
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  return ((await response.json()) as { prediction_id: string }).prediction_id;
}

async function kill(name: string): Promise<void> {
  process.kill(await pidOf(lab, name), 'SIGKILL');
}

async function expectReady(name: string): Promise<void> {
  await expect
    .poll(async () => (await components(lab)).find((component) => component.name === name)?.ready, POLL)
    .toBe(true);
}

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
  test('when engines, database, features and traffic are killed one after the other - then no prediction fails, and no line is lost or repeated', async () => {
    const since = Date.now();
    const shop = customers();
    await delay(1000); // predictions before the first kill
    for (const name of [
      'collector',
      'loki',
      'prometheus',
      'postgres',
      'features',
      'traffic',
      'exporter',
      'alertmanager',
      'pager',
      'site',
      'autopilot',
    ]) {
      await kill(name);
      await expectReady(name);
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
      await predict({ traceparent: `00-${traceId}-00000000000000aa-01` });
      const found = async (): Promise<number> =>
        (await fetch(url('TEMPO_PORT', `/api/v2/traces/${traceId}`))).status;
      await expect.poll(found, POLL).toBe(200);
      await delay(WRITTEN_AFTER_MS);
      await kill('tempo');
      await expectReady('tempo');
      await expect.poll(found, POLL).toBe(200);
    },
  );

  test('when inference itself is killed - then only what it had open fails, and it is back within 15 s', async () => {
    const shop = customers();
    await delay(1000);
    await kill('inference');
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
