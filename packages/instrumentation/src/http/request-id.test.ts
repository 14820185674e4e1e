import { expect, test } from 'vitest';
import { requestIdOf } from './request-id.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const idFor = (given?: string | string[]) =>
  requestIdOf({ headers: given === undefined ? {} : { 'x-request-id': given } } as never);

test.each(['abcdefgh', 'order_2026-11-21_0001', '3f8f7a52-7a4f-4c0f-9f8e-5c3e9b0d4a11', 'A'.repeat(64)])(
  'requestIdOf - when the caller sends %s - then it is kept',
  (id) => {
    expect(idFor(id)).toBe(id);
  },
);

test.each([
  undefined,
  '',
  'short',
  'A'.repeat(65),
  'with space',
  'line\nbreak-line',
  'quote"quote"quote',
  '{"a":"bcdefgh"}',
  'jane@example.com',
  'ümlaut-ümlaut',
  '4111111111111111',
  '4111-1111-1111-1111',
  '078-05-1120',
  '555-123-4567',
])('requestIdOf - when the caller sends %j - then a new id is made', (id) => {
  const [first, second] = [idFor(id), idFor(id)];
  expect(first).toMatch(UUID);
  expect(second).not.toBe(first);
});

test('requestIdOf - when the header came twice - then a new id is made', () => {
  expect(idFor(['abcdefgh', 'ijklmnop'])).toMatch(UUID);
});
