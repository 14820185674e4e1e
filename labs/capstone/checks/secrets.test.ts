import type { LogLine } from '@lab/engine-clients';
import { describe, expect, test } from 'vitest';
import { drawnSecrets, leaksIn } from './secrets.ts';

const secrets = drawnSecrets();
const { address, card } = secrets;
const line = (message: string, fields: Readonly<Record<string, string>> = {}): LogLine => ({
  at: 0,
  message,
  fields: { service_name: 'checkout', ...fields },
});

describe('what must be in no line', () => {
  test('when it is drawn twice - then it differs, and the card looks like one', () => {
    expect(drawnSecrets()).not.toEqual(secrets);
    expect(card).toMatch(/^411111\d{10}$/);
    const sum = [...card].reverse().reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
    expect(sum % 10).toBe(0);
  });

  test('when lines are about a request and hold nothing of it - then there is no leak', () => {
    const lines = [line('order decided', { trace_id: 'a1' }), line('please write to [email], card [card]')];
    expect(leaksIn(lines, secrets)).toEqual([]);
  });

  test.for([
    ['beside the line with the trace, in one without', line(`{ email: '${address}' }`)],
    ['in a field', line('order', { note: `write to ${address}` })],
    ['in a URL', line(`GET /checkout?email=${encodeURIComponent(address)}`)],
    ['as a card number', line(`paid with ${card}`)],
  ] as const)('when it leaks %s - then that is found', ([, leak]) => {
    const [first] = leaksIn([line('order decided', { trace_id: 'a1' }), leak], secrets);
    expect(first?.message).toBe(leak.message);
  });
});
