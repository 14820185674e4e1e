import { describe, expect, it, vi } from 'vitest';
import { CHAMPION, startService } from './inference-app.ts';

vi.setConfig({ testTimeout: 30_000 }); // services start in the tests, and machines can be slow

const ONE_ROW = {
  inputs: [{ name: 'input', datatype: 'FP32', shape: [1, 19], data: new Array(19).fill(1) }],
};

describe('where models run', () => {
  it('execution - when the same purchases are scored inline and in workers - then the answers are equal', async () => {
    const [inline, worker] = [
      await startService({ MODEL_EXECUTION: 'inline' }),
      await startService({ MODEL_EXECUTION: 'worker' }),
    ];
    for (const amount of [1, 20, 300, 4000, 50_000]) {
      const [a, b] = (await Promise.all(
        [inline, worker].map(async (service) => (await service.predict({ amount })).json()),
      )) as { probability: number }[];
      expect(a?.probability).toBe(b?.probability);
    }
    expect(await worker.metric(`ml_model_execution_mode{${CHAMPION},mode="worker"}`)).toBe(1);
    expect(await inline.metric(`ml_model_execution_mode{${CHAMPION},mode="inline"}`)).toBe(1);
  });

  it('execution - when a big batch runs in a worker - then probes are answered meanwhile', async () => {
    const service = await startService({
      MODEL_EXECUTION: 'worker',
      BATCH_MAX_ROWS: '4096',
      QUEUE_LIMIT_ROWS: '40000',
    });
    const data = Array.from({ length: 4096 * 19 }, (_, index) => index % 7);
    const body = JSON.stringify({ inputs: [{ name: 'input', datatype: 'FP32', shape: [4096, 19], data }] });
    let running = 8;
    const batches = Array.from({ length: running }, async () => {
      const response = await fetch(`${service.url}/v2/models/fraud-detection/infer`, {
        method: 'POST',
        body,
      });
      expect(response.status).toBe(200);
      await response.arrayBuffer();
      running -= 1;
    });
    let probes = 0;
    let slowest = 0;
    const deadline = performance.now() + 15_000;
    while (running > 0 && performance.now() < deadline) {
      const started = performance.now();
      expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
      slowest = Math.max(slowest, performance.now() - started);
      probes += 1;
    }
    await Promise.all(batches);
    expect(probes).toBeGreaterThan(1);
    expect(slowest).toBeLessThan(1000);
  });
});

describe('the queue', () => {
  it('queue - when more rows wait than it holds - then 503 QUEUE_FULL says when to come back', async () => {
    const service = await startService({
      MODEL_EXECUTION: 'worker',
      QUEUE_LIMIT_ROWS: '4',
      BATCH_MAX_ROWS: '1',
    });
    const responses = await Promise.all(
      Array.from({ length: 60 }, () => service.infer('fraud-detection', ONE_ROW)),
    );
    const refused = responses.filter(({ status }) => status === 503);
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200, 503]));
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(await refused[0]?.json()).toEqual({ error: expect.stringContaining('is full') });
    expect(await service.metric(`ml_model_rejected_total{${CHAMPION}}`)).toBe(refused.length);
    expect((await service.predict()).status).toBe(200);
  });

  it('queue - when one request is larger than it - then the request is cut, scored and put together', async () => {
    const service = await startService({
      MODEL_EXECUTION: 'worker',
      QUEUE_LIMIT_ROWS: '4',
      BATCH_MAX_ROWS: '8',
    });
    const rows = 100;
    const data = Array.from({ length: rows * 19 }, (_, index) => (index * 37) % 101);
    const scores = async (shape: number[], values: number[]): Promise<number[]> => {
      const response = await service.infer('fraud-detection', {
        inputs: [{ name: 'input', datatype: 'FP32', shape, data: values }],
      });
      return ((await response.json()) as { outputs: { data: number[] }[] }).outputs[0]?.data ?? [];
    };
    const together = await scores([rows, 19], data);
    const alone = [];
    for (let row = 0; row < rows; row++)
      alone.push(...(await scores([1, 19], data.slice(row * 19, row * 19 + 19))));
    expect(together).toEqual(alone);
    expect(new Set(together).size).toBeGreaterThan(10);
  });
});
