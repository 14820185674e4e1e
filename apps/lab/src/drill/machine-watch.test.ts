import { poll } from '@lab/engine-clients';
import { describe, expect, test } from 'vitest';
import { isBusy, MachineWatch, onMachine } from './machine-watch.ts';

const QUIET = { cpuPressure: 0.5, ioPressure: 0.001, wakeUpDelayMs: 12 };

describe('isBusy', () => {
  test('when a lab has two cores to itself - then it is not', () => {
    expect(isBusy(QUIET)).toBe(false);
    expect(isBusy({ ...QUIET, cpuPressure: undefined, ioPressure: undefined })).toBe(false);
  });

  test.each([
    ['processors', { cpuPressure: 0.84 }],
    ['disks', { ioPressure: 0.3 }],
  ])('when %s had no time for it - then it is', (_, more) => {
    expect(isBusy({ ...QUIET, ...more })).toBe(true);
  });
});

test('MachineWatch - when this process holds its own event loop up - then timers are late', async () => {
  const watch = new MachineWatch();
  const ends = performance.now() + 1000;
  await poll(
    () => {
      const until = performance.now() + 60;
      while (performance.now() < until);
      return performance.now() > ends ? true : undefined;
    },
    { timeoutMs: 10_000, intervalMs: 1, waitingFor: 'a second of work' },
  );
  const load = watch.stop();
  expect(load.wakeUpDelayMs).toBeGreaterThan(25);
  if (process.platform === 'linux') expect(load.cpuPressure).toBeGreaterThanOrEqual(0);
});

test('onMachine - when somebody reads of a failure - then it tells what was short, and whether that is a verdict', () => {
  expect(onMachine({ ...QUIET, isBusy: false })).toBe(
    'the machine meanwhile: processors short 50 % of the time, disks waited for 0 %, timers up to 12 ms late',
  );
  expect(onMachine({ cpuPressure: undefined, ioPressure: undefined, wakeUpDelayMs: 60, isBusy: true })).toBe(
    'the machine meanwhile was too busy for a verdict: timers up to 60 ms late',
  );
});
