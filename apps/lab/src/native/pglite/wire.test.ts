import { describe, expect, test } from 'vitest';
import { MessageReader } from './frontend-messages.ts';
import { message, StatementNames } from './statement-names.ts';

const startup = Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]);
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

describe('MessageReader', () => {
  test('when bytes come one by one - then the messages are the same as in one piece', () => {
    const bytes = Buffer.concat([
      sslRequest,
      startup,
      message('Q', Buffer.from('select 1\0')),
      message('S', Buffer.alloc(0)),
    ]);
    const whole = new MessageReader().push(bytes);
    const reader = new MessageReader();
    const single = [...bytes].flatMap((byte) => reader.push(Buffer.from([byte])));
    expect(whole.map(({ type }) => type)).toEqual(['', '', 'Q', 'S']);
    expect(single).toEqual(whole);
  });

  test('when a length cannot be one - then it is refused', () => {
    expect(() => new MessageReader().push(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toThrow(RangeError);
  });
});

describe('StatementNames', () => {
  const names = new StatementNames(7);
  const rewritten = (type: string, body: string): string =>
    names.rewrite({ type, bytes: message(type, Buffer.from(body)) }).toString('utf8', 5);

  test('when a statement has a name - then every message that uses it gets the connection’s own', () => {
    expect(rewritten('P', 'lookup\0select $1\0\0\0')).toBe('c7_lookup\0select $1\0\0\0');
    expect(rewritten('B', 'portal\0lookup\0rest')).toBe('portal\0c7_lookup\0rest');
    expect(rewritten('D', 'Slookup\0')).toBe('Sc7_lookup\0');
  });

  test('when a message names no statement - then it stays as it is', () => {
    expect(rewritten('P', '\0select 1\0\0\0')).toBe('\0select 1\0\0\0');
    expect(rewritten('D', 'Pportal\0')).toBe('Pportal\0');
    expect(rewritten('Q', 'select 1\0')).toBe('select 1\0');
  });

  test('when the connection ends - then what it has prepared is closed, once', () => {
    expect(names.closeAll()?.toString('latin1')).toContain('Sc7_lookup\0');
    expect(names.closeAll()).toBeUndefined();
  });
});
