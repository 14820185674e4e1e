import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FreshAnswer } from './fresh-answer.ts';

const FRESHNESS = { freshMs: 100, usableMs: 1000, patienceMs: 50 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Answers with 1, 2, … as soon as it is let. */
function slowSource() {
  const pending: { answer(): void; fail(): void }[] = [];
  const ask = () =>
    new Promise<number>((resolve, reject) => {
      const number = pending.length + 1;
      pending.push({ answer: () => resolve(number), fail: () => reject(new Error('no')) });
    });
  return { pending, answers: new FreshAnswer(ask, FRESHNESS) };
}

async function answeredOnce() {
  const source = slowSource();
  const first = source.answers.get();
  source.pending[0]?.answer();
  expect(await first).toBe(1);
  return source;
}

describe('FreshAnswer', () => {
  test('when two ask at once - then they share one question', async () => {
    const { answers, pending } = slowSource();
    const both = Promise.all([answers.get(), answers.get()]);
    pending[0]?.answer();
    expect(await both).toEqual([1, 1]);
    expect(pending).toHaveLength(1);
  });

  test('when the answer is fresh - then nobody is asked', async () => {
    const { answers, pending } = await answeredOnce();
    vi.advanceTimersByTime(FRESHNESS.freshMs);
    expect(await answers.get()).toBe(1);
    expect(pending).toHaveLength(1);
  });

  test('when a new answer takes longer than the patience - then the older one is given, and the new one next time', async () => {
    const { answers, pending } = await answeredOnce();
    vi.advanceTimersByTime(FRESHNESS.freshMs + 1);
    const impatient = answers.get();
    await vi.advanceTimersByTimeAsync(FRESHNESS.patienceMs);
    expect(await impatient).toBe(1);
    pending[1]?.answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(await answers.get()).toBe(2);
    expect(pending).toHaveLength(2);
  });

  test('when the older answer is too old - then only the new one will do', async () => {
    const { answers, pending } = await answeredOnce();
    vi.advanceTimersByTime(FRESHNESS.usableMs + 1);
    const patient = answers.get();
    await vi.advanceTimersByTimeAsync(10 * FRESHNESS.patienceMs);
    pending[1]?.answer();
    expect(await patient).toBe(2);
  });

  test('when the source refuses - then no older answer hides it, and the next one asks again', async () => {
    const { answers, pending } = await answeredOnce();
    vi.advanceTimersByTime(FRESHNESS.freshMs + 1);
    const refused = answers.get();
    pending[1]?.fail();
    await expect(refused).rejects.toThrow('no');
    const next = answers.get();
    pending[2]?.answer();
    expect(await next).toBe(3);
  });
});
