import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Tensor } from '../protocol/tensor.ts';
import { type BatchReason, type BatchSettings, MicroBatcher, QueueOverflow } from './micro-batcher.ts';
import type { ModelSession } from './model-session.ts';

/** Doubles every number; each execution waits for `finish`, so that a test decides what arrives meanwhile. */
class Doubler implements ModelSession {
  readonly mode = 'inline';
  readonly inputs = [];
  readonly outputs = [];
  readonly executions: { rows: number; finish(error?: Error): void }[] = [];

  async run([input]: readonly Tensor[]): ReturnType<ModelSession['run']> {
    const { shape, data } = input as Tensor;
    await new Promise<void>((resolve, reject) => {
      this.executions.push({
        rows: shape[0] as number,
        finish: (error) => (error ? reject(error) : resolve()),
      });
    });
    const doubled = Float32Array.from(data as Float32Array, (value) => value * 2);
    return { outputs: [{ name: 'doubled', datatype: 'FP32', shape, data: doubled }], seconds: 0.001 };
  }

  async close(): Promise<void> {}

  async finishAll(): Promise<void> {
    for (let idle = 0; idle < 5; idle++) {
      await turn();
      const execution = this.executions.find((_, index) => index === this.#finished);
      if (execution === undefined) continue;
      this.#finished += 1;
      idle = 0;
      execution.finish();
    }
  }
  #finished = 0;
}

const rowsOf = (values: number[], width = 1): Tensor[] => [
  { name: 'x', datatype: 'FP32', shape: [values.length / width, width], data: Float32Array.from(values) },
];

function batcherOf(settings: Partial<BatchSettings> = {}) {
  const session = new Doubler();
  const reasons: BatchReason[] = [];
  const queued: number[] = [];
  const batcher = new MicroBatcher(
    session,
    { maxRows: 4, maxDelayMs: 0, queueLimitRows: 100, ...settings },
    {
      batchStarted: (_rows, reason) => reasons.push(reason),
      batchEnded: () => {},
      queueChanged: (rows) => queued.push(rows),
      waited: () => {},
    },
  );
  const submit = async (...values: number[]): Promise<number[]> => {
    const { outputs } = await batcher.submit(rowsOf(values), values.length);
    return [...((outputs[0] as Tensor).data as Float32Array)];
  };
  const rows = (): number[] => session.executions.map((execution) => execution.rows);
  return { session, batcher, submit, rows, reasons, queued };
}

describe('forming batches', () => {
  it('batcher - when requests arrive in one turn - then they share an execution and each gets its own rows', async () => {
    const { session, submit, rows } = batcherOf();
    const answers = [submit(1), submit(2, 3), submit(4)];
    await session.finishAll();
    expect(await Promise.all(answers)).toEqual([[2], [4, 6], [8]]);
    expect(rows()).toEqual([4]);
  });

  it('batcher - when requests arrive while the model runs - then they wait together and start as one', async () => {
    const { session, submit, rows, reasons } = batcherOf();
    const first = submit(1);
    await turn();
    await turn();
    expect(rows()).toEqual([1]);
    const later = [submit(2), submit(3), submit(4)];
    await session.finishAll();
    expect(await Promise.all([first, ...later])).toEqual([[2], [4], [6], [8]]);
    expect(rows()).toEqual([1, 3]);
    expect(reasons).toEqual(['idle', 'idle']);
  });

  it('batcher - when more rows wait than a batch holds - then none is larger than that', async () => {
    const { session, submit, rows, reasons } = batcherOf();
    const answers = Array.from({ length: 10 }, (_, index) => submit(index));
    await session.finishAll();
    expect((await Promise.all(answers)).flat()).toEqual(Array.from({ length: 10 }, (_, index) => index * 2));
    expect(rows()).toEqual([4, 4, 2]);
    expect(reasons).toEqual(['full', 'full', 'idle']);
  });

  it('batcher - when a request would overfill the batch - then it goes whole into the next', async () => {
    const { session, submit, rows } = batcherOf();
    const answers = [submit(1, 2, 3), submit(4, 5), submit(6)];
    await session.finishAll();
    await Promise.all(answers);
    expect(rows()).toEqual([3, 3]);
  });

  it('batcher - when shapes differ beyond the rows - then they are not mixed', async () => {
    const { session, batcher, rows } = batcherOf();
    const answers = [
      batcher.submit(rowsOf([1, 2], 2), 1),
      batcher.submit(rowsOf([3, 4, 5], 3), 1),
      batcher.submit(rowsOf([6, 7, 8], 3), 1),
    ];
    await session.finishAll();
    const outputs = (await Promise.all(answers)).map((answer) => answer.outputs[0]);
    expect(outputs.map((tensor) => tensor?.shape)).toEqual([
      [1, 2],
      [1, 3],
      [1, 3],
    ]);
    expect([...((outputs[2] as Tensor).data as Float32Array)]).toEqual([12, 14, 16]);
    expect(rows()).toEqual([1, 2]);
  });

  it('batcher - when the model cannot batch - then each request runs alone', async () => {
    const { session, batcher, rows } = batcherOf({ maxRows: 1 });
    const answers = [batcher.submit(rowsOf([1, 2]), 1), batcher.submit(rowsOf([3]), 1)];
    await session.finishAll();
    expect(
      (await Promise.all(answers)).map(({ outputs }) => [...((outputs[0] as Tensor).data as Float32Array)]),
    ).toEqual([[2, 4], [6]]);
    expect(rows()).toEqual([2, 1]);
  });

  it('batcher - when a request has more rows than a batch - then it is cut and put together in order', async () => {
    const { session, submit, rows } = batcherOf();
    const values = Array.from({ length: 11 }, (_, index) => index);
    const answer = submit(...values);
    await session.finishAll();
    expect(await answer).toEqual(values.map((value) => value * 2));
    expect(rows()).toEqual([4, 4, 3]);
  });
});

describe('waiting for company', () => {
  it('delay - when one row is alone - then it starts after the delay, by timeout', async () => {
    const { session, submit, reasons } = batcherOf({ maxDelayMs: 30 });
    const started = performance.now();
    const answer = submit(1);
    await expect.poll(() => session.executions.length).toBe(1);
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
    await session.finishAll();
    expect([await answer, reasons]).toEqual([[2], ['timeout']]);
  });

  it('delay - when the batch is full before - then it starts at once', async () => {
    const { session, submit, reasons } = batcherOf({ maxDelayMs: 60_000 });
    const answers = [1, 2, 3, 4].map((value) => submit(value));
    await session.finishAll();
    await Promise.all(answers);
    expect(reasons).toEqual(['full']);
  });

  it('hurry - when the model is about to be closed - then what waits starts at once, as drain', async () => {
    const { session, batcher, submit, reasons } = batcherOf({ maxDelayMs: 60_000 });
    const waiting = submit(1);
    await turn();
    expect(session.executions).toEqual([]);
    batcher.hurry();
    await session.finishAll();
    const late = submit(2);
    await session.finishAll();
    expect([await waiting, await late, reasons]).toEqual([[2], [4], ['drain', 'drain']]);
  });
});

describe('limits and failures', () => {
  it('queue - when one row more arrives than may wait - then it is refused and the others are answered', async () => {
    const { session, submit, queued } = batcherOf({ queueLimitRows: 3 });
    const accepted = [submit(1), submit(2), submit(3)];
    await expect(submit(4)).rejects.toBeInstanceOf(QueueOverflow);
    await session.finishAll();
    expect(await Promise.all(accepted)).toEqual([[2], [4], [6]]);
    expect(Math.max(...queued)).toBe(3);
    expect(queued.at(-1)).toBe(0);
  });

  it('queue - when a request is larger than it - then it is taken where nobody waits, and refused where somebody does', async () => {
    const { session, submit } = batcherOf({ queueLimitRows: 3 });
    const values = [1, 2, 3, 4, 5];
    const alone = submit(...values);
    await expect(submit(...values)).rejects.toBeInstanceOf(QueueOverflow);
    await session.finishAll();
    expect(await alone).toEqual([2, 4, 6, 8, 10]);
  });

  it('failure - when an execution fails - then exactly its requests fail and the next ones are answered', async () => {
    const { session, submit } = batcherOf({ maxRows: 2 });
    const answers = [submit(1), submit(2), submit(3)];
    const settled = Promise.allSettled(answers);
    await expect.poll(() => session.executions.length).toBe(1);
    session.executions[0]?.finish(new Error('out of memory'));
    await expect.poll(() => session.executions.length).toBe(2);
    session.executions[1]?.finish();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    await expect(answers[0]).rejects.toThrow('out of memory');
    expect(await answers[2]).toEqual([6]);
  });

  it('failure - when one part of a large request fails - then the request fails as a whole', async () => {
    const { session, submit } = batcherOf({ maxRows: 2 });
    const answer = submit(1, 2, 3);
    const settled = expect(answer).rejects.toThrow('broken');
    await expect.poll(() => session.executions.length).toBe(1);
    session.executions[0]?.finish(new Error('broken'));
    await expect.poll(() => session.executions.length).toBe(2);
    session.executions[1]?.finish();
    await settled;
  });
});

describe('spare work', () => {
  const spareOf = (batcher: MicroBatcher, values: number[], signal = new AbortController().signal) =>
    batcher
      .submitSpare(rowsOf(values), signal)
      .then(([output]) => [...((output as Tensor).data as Float32Array)]);

  it('batcher - when nobody waits - then spare work runs, and is told to no observer', async () => {
    const { session, batcher, reasons, queued } = batcherOf();
    const spare = spareOf(batcher, [1, 2]);
    await session.finishAll();
    expect(await spare).toEqual([2, 4]);
    expect(reasons).toEqual([]);
    expect(queued).toEqual([]);
  });

  it('batcher - when a request comes - then it goes before spare work that came first', async () => {
    const { session, batcher, submit } = batcherOf();
    const order: string[] = [];
    const spare = [1, 2, 3].map((value) =>
      spareOf(batcher, [value]).then(() => order.push(`spare ${value}`)),
    );
    await turn();
    await turn(); // the first is running
    const request = submit(9).then(() => order.push('request'));
    await session.finishAll();
    await Promise.all([...spare, request]);
    expect(order).toEqual(['spare 1', 'request', 'spare 2', 'spare 3']);
  });

  it('batcher - when spare work fails - then it alone does', async () => {
    const { session, batcher, submit } = batcherOf();
    const spare = spareOf(batcher, [1]);
    const failed = expect(spare).rejects.toThrow('broken');
    await turn();
    await turn();
    session.executions[0]?.finish(new Error('broken'));
    await failed;
    const answer = submit(2);
    await session.finishAll();
    await session.finishAll();
    expect(await answer).toEqual([4]);
  });

  it('batcher - when it is given up before it began - then it never runs', async () => {
    const { session, batcher, submit, rows } = batcherOf();
    const request = submit(1, 2, 3);
    const giveUp = new AbortController();
    const spare = spareOf(batcher, [4], giveUp.signal);
    const failed = expect(spare).rejects.toThrow('enough');
    giveUp.abort(new Error('enough'));
    await failed;
    await session.finishAll();
    await request;
    expect(rows()).toEqual([3]);
  });
});
