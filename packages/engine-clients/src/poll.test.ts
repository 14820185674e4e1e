import { describe, expect, test } from 'vitest';
import { PollTimeout, poll } from './poll.ts';

describe('poll', () => {
  test('when an attempt answers - then that is the result', async () => {
    let attempts = 0;
    const attempt = (): number | undefined => {
      attempts += 1;
      return attempts === 3 ? 42 : undefined;
    };
    await expect(poll(attempt, { timeoutMs: 5000, intervalMs: 1, waitingFor: 'it' })).resolves.toBe(42);
    expect(attempts).toBe(3);
  });

  test('when the deadline passes - then the error says what was awaited and why it failed last', async () => {
    const attempt = (): undefined => {
      throw new Error('connection refused');
    };
    const waiting = poll(attempt, { timeoutMs: 20, intervalMs: 5, waitingFor: 'Loki' });
    await expect(waiting).rejects.toThrow(PollTimeout);
    await expect(waiting).rejects.toThrow('waited 0.02 s for Loki: connection refused');
  });

  test('when it is aborted - then it ends at once', async () => {
    const abort = new AbortController();
    const waiting = poll(() => undefined, { timeoutMs: 60_000, waitingFor: 'it', signal: abort.signal });
    abort.abort();
    await expect(waiting).rejects.toThrow(/abort/i);
  });
});
