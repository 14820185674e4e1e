import type { Silence } from '@lab/engine-clients';
import { expect, test } from 'vitest';
import { hasRunOut } from './silence.ts';

const WORK = { deployment: 'blue-abcde', minutes: 30 };
const STARTED = Date.parse('2026-01-05T09:00:00Z');
const OURS = { name: 'deployment', value: 'blue-abcde', isRegex: false, isEqual: true };

const DONE: Silence = {
  id: 'one',
  status: { state: 'expired' },
  matchers: [OURS],
  startsAt: '2026-01-05T09:10:00Z',
  endsAt: '2026-01-05T09:40:00Z',
  createdBy: 'somebody',
  comment: 'it is replaced',
} as Silence;

test('a silence - when it has run to its end - then the work was silenced', () => {
  expect(hasRunOut(DONE, WORK, STARTED)).toBe(true);
  const byPattern = { ...OURS, value: 'blue-.*', isRegex: true };
  expect(hasRunOut({ ...DONE, matchers: [byPattern] }, WORK, STARTED)).toBe(true);
});

test.for([
  ['is still on', { status: { state: 'active' } }],
  ['was ended early', { endsAt: '2026-01-05T09:20:00Z' }],
  ['was of before the lab', { startsAt: '2026-01-05T08:50:00Z', endsAt: '2026-01-05T09:20:00Z' }],
  ['says no reason', { comment: ' ' }],
  ['is of another deployment', { matchers: [{ ...OURS, value: 'green-00000' }] }],
  ['is of one alert alone', { matchers: [OURS, { ...OURS, name: 'alertname', value: 'One' }] }],
  ['is of everything', { matchers: [{ ...OURS, value: '.*', isRegex: true }] }],
] as const)('a silence - when it %s - then it has not run out', ([, change]) => {
  expect(hasRunOut({ ...DONE, ...change } as Silence, WORK, STARTED)).toBe(false);
});
