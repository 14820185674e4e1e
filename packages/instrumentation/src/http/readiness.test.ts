import { expect, test } from 'vitest';
import { Readiness } from './readiness.ts';

test('readiness - when nothing is required - then there is no reason not to be ready', async () => {
  expect(await new Readiness().reasonsNotReady()).toEqual([]);
});

test('readiness - when conditions are not met - then all their reasons are told, of whatever kind', async () => {
  const readiness = new Readiness();
  readiness.require(() => undefined);
  readiness.require(() => 'no model loaded');
  readiness.require(async () => 'no database');
  readiness.require(() => {
    throw new Error('check broken');
  });
  readiness.require(() => Promise.reject(new Error('check rejected')));
  expect(await readiness.reasonsNotReady()).toEqual([
    'no model loaded',
    'no database',
    'check broken',
    'check rejected',
  ]);
});

test('readiness - when a condition is met again - then it is ready again', async () => {
  const readiness = new Readiness();
  let reason: string | undefined = 'warming up';
  readiness.require(() => reason);
  expect(await readiness.reasonsNotReady()).toEqual(['warming up']);
  reason = undefined;
  expect(await readiness.reasonsNotReady()).toEqual([]);
});

test('readiness - when a check hangs - then that is a reason and the probe is answered', async () => {
  const readiness = new Readiness();
  readiness.require(() => new Promise(() => {}));
  const started = performance.now();
  expect(await readiness.reasonsNotReady()).toEqual(['no answer within 2000 ms']);
  expect(performance.now() - started).toBeLessThan(4000);
});

test('readiness - when closing has begun - then that is the reason and no check is asked', async () => {
  const readiness = new Readiness();
  let asked = 0;
  readiness.require(() => {
    asked += 1;
    return undefined;
  });
  readiness.close();
  expect(await readiness.reasonsNotReady()).toEqual(['closing']);
  expect(asked).toBe(0);
});
