import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { PersonalDataFilter } from './personal-data.ts';

const filter = new PersonalDataFilter('a salt for tests only');
const LIMIT_MS = 2000;

describe('text with personal data', () => {
  test.each([
    ['plain', 'mail from jane.doe+bank@example.co.uk today', 'mail from [redacted:email] today'],
    ['not ASCII', 'mail jürgen@müller.de', 'mail [redacted:email]'],
    [
      'in brackets',
      'Jane <jane@example.com>, <joe@example.org>',
      'Jane <[redacted:email]>, <[redacted:email]>',
    ],
    ['in a query', '/a?email=jane@example.com&b=1', '/a?email=[redacted:email]&b=1'],
  ])('filterText - when an e-mail address is %s - then it is redacted', (_how, text, expected) => {
    expect(filter.filterText(text)).toBe(expected);
  });

  test.each([
    ['in one piece', 'card 4111111111111111 declined', 'card [redacted:card] declined'],
    ['with spaces', 'card 5555 5555 5555 4444.', 'card [redacted:card].'],
    ['with dashes', 'card 5105-1051-0510-5100', 'card [redacted:card]'],
    [
      'of 15 digits',
      'amex 3782 822463 10005 and 378282246310005',
      'amex [redacted:card] and [redacted:card]',
    ],
    ['of 13 digits', '4222222222222', '[redacted:card]'],
    ['of 19 digits', '6304000000000000000', '[redacted:card]'],
    ['before its expiry date', '4111 1111 1111 1111 12/28', '[redacted:card] 12/28'],
    ['behind a year', '2026 4111 1111 1111 1111', '2026 [redacted:card]'],
    ['behind a short number', 'order 25 4111 1111 1111 1111 12', 'order 25 [redacted:card] 12'],
    ['in quotes', '"4111111111111111"', '"[redacted:card]"'],
  ])('filterText - when a card number is %s - then it is redacted', (_how, text, expected) => {
    expect(filter.filterText(text)).toBe(expected);
  });

  test.each([
    ['of the United States', 'ssn 078-05-1120', 'ssn [redacted:national_id]'],
    [
      'of the United Kingdom',
      'NINO QQ is none, AB 12 34 56 C is',
      'NINO QQ is none, [redacted:national_id] is',
    ],
    ['of the United Kingdom in one piece', 'AB123456C', '[redacted:national_id]'],
  ])('filterText - when there is a national id %s - then it is redacted', (_where, text, expected) => {
    expect(filter.filterText(text)).toBe(expected);
  });

  test.each([
    'call +49 151 23456789',
    'call +44 (0) 20 7946 0958',
    'call +1-555-123-4567',
    'call +15551234567',
    'call (555) 123-4567',
    'call 555-123-4567',
    'call 555.123.4567',
  ])('filterText - when it says "%s" - then the phone number is redacted', (text) => {
    expect(filter.filterText(text)).toBe('call [redacted:phone]');
  });

  test.each([
    ['IPv4', 'from 203.0.113.7 at', 'from [redacted:ip] at'],
    ['IPv4 with a port', 'connect ECONNREFUSED 203.0.113.77:5432', 'connect ECONNREFUSED [redacted:ip]:5432'],
    ['IPv4 at the end of a sentence', 'from 203.0.113.7.', 'from [redacted:ip].'],
    ['IPv6', 'from 2001:db8:85a3:0:0:8a2e:370:7334 at', 'from [redacted:ip] at'],
    ['IPv6, short', 'from 2001:db8::1 at', 'from [redacted:ip] at'],
    ['IPv6, open', 'net fe80::', 'net [redacted:ip]'],
    ['IPv6 with a port', 'to [2001:db8::1]:443', 'to [[redacted:ip]]:443'],
    ['IPv6 before a colon', 'from 2001:db8::1: refused', 'from [redacted:ip]: refused'],
    ['IPv6 without digit pairs', 'from 2a:b:c:d:e:f:a:b', 'from [redacted:ip]'],
    ['IPv4 in IPv6', 'from ::ffff:203.0.113.7 at', 'from [redacted:ip] at'],
  ])('filterText - when an address is %s - then it is redacted', (_how, text, expected) => {
    expect(filter.filterText(text)).toBe(expected);
  });
});

describe('text that only looks like personal data', () => {
  test.each([
    ['loopback', 'listening at http://127.0.0.1:8080 and [::1]:8080'],
    ['any address', 'listening at http://0.0.0.0:8080 and [::]:8080'],
    [
      'an ISO time',
      '2026-11-21T10:11:12.345Z 2026-11-21T10:11:12+02:00 20261121T101112Z 2026-11-21 10:11:12 +0200',
    ],
    ['a clock', 'at 10:11:12 for 00:00:05.250'],
    ['an amount', 'EUR 1234567.89, 1,234,567.89, 1.234.567,89, -42.50, +1234.56'],
    ['a version', 'node v24.21.0, onnxruntime 1.27.0-dev.20261121, 1.2.3+build.456, v1.2.3.4, 1.2.3.4.5'],
    ['a number without check digit', 'order 4111111111111112 and 4111 1111 1111 1112'],
    ['a decimal', 'p=0.4111111111111111 e=2.718281828459045 1.5e-12 4.1111111111111111e+15'],
    ['a duration', '250 ms, 1h30m15s, 15000 ms, 1.25 s, 1234567890 ns'],
    ['code', 'std::vector<int>::push_back at lib/a.js:190:24'],
    ['a decorator', '@fastify/error 4.2.1 and @lab/model'],
    ['feature names', 'transactions_last_24h=12 amount_vs_mean_30d=1.5'],
  ])('filterText - when it is %s - then it survives', (_what, text) => {
    expect(filter.filterText(text)).toBe(text);
  });

  test('filterText - when ids, hashes and Unix times come by the thousand - then all survive', () => {
    const changed: string[] = [];
    for (let index = 0; index < 3000; index++) {
      const digest = createHash('sha256').update(String(index)).digest('hex');
      const uuid = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
      const ms = 1_700_000_000_000 + index * 86_399_731;
      for (const text of [
        `prediction ${uuid}`,
        `trace ${digest.slice(0, 32)}`,
        `00-${digest.slice(0, 32)}-${digest.slice(32, 48)}-01`,
        `model sha256:${digest}`,
        `at ${ms}`,
        `at ${ms}000000`,
        `at ${ms / 1000}`,
        new Date(ms).toISOString(),
      ]) {
        if (filter.filterText(text) !== text) changed.push(`${text} -> ${filter.filterText(text)}`);
      }
    }
    expect(changed).toEqual([]);
  });
});

describe('hostile text', () => {
  const MEGABYTE = 1_000_000;
  test.each([
    ['a long local part', `${'a'.repeat(MEGABYTE)} 11`],
    ['a long local part with @', `${'a'.repeat(MEGABYTE)}@`],
    ['dots and @', 'a.'.repeat(MEGABYTE / 2).concat('@')],
    ['an endless domain', `a@${'a.'.repeat(MEGABYTE / 2)}1`],
    ['many @', 'a@'.repeat(MEGABYTE / 2)],
    ['digits', '4'.repeat(MEGABYTE)],
    ['digit groups', '4111 '.repeat(MEGABYTE / 5)],
    ['spaced digits', '4 '.repeat(MEGABYTE / 2)],
    ['dashed digits', '123-45-'.repeat(MEGABYTE / 7)],
    ['dotted digits', '1.'.repeat(MEGABYTE / 2)],
    ['colons', ':'.repeat(MEGABYTE)],
    ['hextets', 'ab:'.repeat(MEGABYTE / 3)],
    ['brackets', '(555) '.repeat(MEGABYTE / 6)],
    ['plus signs', '+1 (1) 1 '.repeat(MEGABYTE / 9)],
    ['capitals', 'AB 12 '.repeat(MEGABYTE / 6)],
  ])('filterText - when a megabyte of %s arrives - then it is done in time', (_what, text) => {
    const start = performance.now();
    filter.filterText(text);
    expect(performance.now() - start).toBeLessThan(LIMIT_MS);
  });
});

describe('fields', () => {
  test('filterFields - when a key names personal data - then its value is redacted whatever its type', () => {
    expect(
      filter.filterFields({
        email: 'x',
        phone: 5551234567,
        PAN: 4111111111111111,
        cardNumber: '1',
        'Set-Cookie': ['a=b'],
        firstName: { text: 'Jane' },
        ssn: null,
        date_of_birth: new Date(0),
      }),
    ).toEqual({
      email: '[redacted]',
      phone: '[redacted]',
      PAN: '[redacted]',
      cardNumber: '[redacted]',
      'Set-Cookie': '[redacted]',
      firstName: '[redacted]',
      ssn: '[redacted]',
      date_of_birth: '[redacted]',
    });
  });

  test('filterFields - when facts are plain - then they stay as they are', () => {
    const facts = {
      prediction_id: randomUUID(),
      duration_ms: 1.25,
      probability: 0.4111111111111111,
      amount: 4111111111111111,
      cached: true,
      missing: null,
      features: [1, 2.5, null],
      nested: { model_version: '3', rows: 4 },
    };
    expect(filter.filterFields(facts)).toEqual(facts);
  });

  test('filterFields - when values are nested - then every string is looked at', () => {
    expect(
      filter.filterFields({ body: { list: ['a@b.com', { note: ['x', 'from 203.0.113.7'] }], token: 'abc' } }),
    ).toEqual({
      body: { list: ['[redacted:email]', { note: ['x', 'from [redacted:ip]'] }], token: '[redacted]' },
    });
  });

  test('filterFields - when a key that we fill ourselves holds an object - then that is looked at all the same', () => {
    expect(filter.filterFields({ route: { email: 'x', note: 'a@b.com' } })).toEqual({
      route: { email: '[redacted]', note: '[redacted:email]' },
    });
  });

  test('filterFields - when an object is of a class - then its own fields are filtered', () => {
    class User {
      email = 'a@b.com';
      note = 'a@b.com';
    }
    expect(filter.filterFields({ user: new User() })).toEqual({
      user: { email: '[redacted]', note: '[redacted:email]' },
    });
  });

  test('filterFields - when a value has its own JSON form - then that form is filtered', () => {
    expect(filter.filterFields({ at: new Date(0), link: new URL('http://example.com/?q=a@b.com') })).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      link: 'http://example.com/?q=[redacted:email]',
    });
  });

  test('filterFields - when a value is binary - then only its size is told', () => {
    expect(filter.filterFields({ body: Buffer.from('a@b.com'), tensor: new Float32Array(2) })).toEqual({
      body: '[7 bytes]',
      tensor: '[8 bytes]',
    });
  });

  test('filterFields - when an error is given - then message, stack, code and causes are filtered', () => {
    const cause = Object.assign(new TypeError('from 203.0.113.7'), { code: 'E_TEST' });
    const error = new Error('bad a@b.com', { cause });
    const filtered = filter.filterFields({ error }) as {
      error: { type: string; message: string; stack: string; cause: Record<string, unknown> };
    };
    expect(filtered.error.type).toBe('Error');
    expect(filtered.error.message).toBe('bad [redacted:email]');
    expect(filtered.error.stack).toMatch(/^Error: bad \[redacted:email\]\n\s+at .*personal-data\.test\.ts/);
    expect(filtered.error.cause).toMatchObject({
      type: 'TypeError',
      message: 'from [redacted:ip]',
      code: 'E_TEST',
    });
    expect(JSON.stringify(filtered)).not.toMatch(/a@b\.com|203\.0\.113/);
  });

  test('filterFields - when a user id is given - then its salted hash stands in its place', () => {
    const hashed = filter.filterFields({ user_id: 'u-42' });
    expect(Object.keys(hashed)).toEqual(['user_id_hash']);
    expect(hashed.user_id_hash).toMatch(/^[0-9a-f]{16}$/);
    expect(new PersonalDataFilter('a salt for tests only').filterFields({ userId: 'u-42' })).toEqual(hashed);
    expect(new PersonalDataFilter('another salt for tests').filterFields({ user_id: 'u-42' })).not.toEqual(
      hashed,
    );
    expect(filter.filterFields({ user_id: 'u-43' })).not.toEqual(hashed);
  });

  test('filterFields - when a user id is a number - then it is hashed like its text', () => {
    expect(filter.filterFields({ user_id: 42 })).toEqual(filter.filterFields({ user_id: '42' }));
  });

  test('filterFields - when an object is cyclic - then its copy ends', () => {
    const node: Record<string, unknown> = { note: 'a@b.com' };
    node.self = node;
    const copy = JSON.stringify(filter.filterFields({ node }));
    expect(copy).toContain('[too deep]');
    expect(copy).not.toContain('a@b.com');
  });

  test('filterFields - when a cycle branches widely - then time and size stay bounded', () => {
    const wide: unknown[] = [];
    for (let index = 0; index < 1000; index++) wide.push(wide);
    const start = performance.now();
    const copy = JSON.stringify(filter.filterFields({ wide }));
    expect(performance.now() - start).toBeLessThan(LIMIT_MS);
    expect(copy.length).toBeLessThan(10_000_000);
    expect(JSON.stringify(filter.filterFields({ note: { text: 'next line' } }))).toContain('next line');
  });
});
