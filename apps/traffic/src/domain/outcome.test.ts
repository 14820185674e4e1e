import { errors } from 'undici';
import { describe, expect, it } from 'vitest';
import { outcomeOfError, outcomeOfStatus } from './outcome.ts';

describe('outcome', () => {
  it.each([
    [200, 'success'],
    [202, 'success'],
    [302, 'server_error'],
    [400, 'client_error'],
    [429, 'client_error'],
    [500, 'server_error'],
    [503, 'server_error'],
  ] as const)('outcomeOfStatus - when it is %i - then %s', (status, outcome) => {
    expect(outcomeOfStatus(status)).toBe(outcome);
  });

  it('outcomeOfError - when patience ended - then timeout, and unreachable for everything else', async () => {
    const impatience = await new Promise((resolve) => {
      const signal = AbortSignal.timeout(1);
      signal.addEventListener('abort', () => resolve(signal.reason));
    });
    expect(outcomeOfError(impatience)).toBe('timeout');
    expect(outcomeOfError(new errors.HeadersTimeoutError())).toBe('timeout');
    expect(outcomeOfError(new errors.ConnectTimeoutError())).toBe('unreachable');
    expect(outcomeOfError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))).toBe('unreachable');
    expect(outcomeOfError(new errors.SocketError('other side closed'))).toBe('unreachable');
  });
});
