import { FAULTS, type Fault } from '@lab/catalogue/faults';
import { describe, expect, test } from 'vitest';
import { alertsOf, answersFor, Neighbours } from './neighbours.ts';

const fault = (name: string): Fault => {
  const found = FAULTS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no fault ${name}`);
  return found;
};
const [disk, gpu, slow] = [fault('full-disk'), fault('busy-gpu'), fault('slow-model')];

describe('Neighbours', () => {
  test('a drill - when another begins and ends meanwhile - then its alerts are known, and stay so', async () => {
    const neighbours = new Neighbours();
    await neighbours.during(slow, async (beside) => {
      expect([...beside()]).toEqual([]);
      await neighbours.during(disk, async (besideDisk) => {
        expect([...besideDisk()]).toEqual([...new Set(alertsOf(slow))]);
        expect([...beside()]).toEqual(['DiskAlmostFull']);
      });
      await neighbours.during(gpu, async () => undefined);
      expect([...beside()]).toEqual(['DiskAlmostFull', 'HighGPUUtilization']);
    });
  });

  test('a drill - when another failed before it began - then nothing of that one is known', async () => {
    const neighbours = new Neighbours();
    await expect(neighbours.during(disk, () => Promise.reject(new Error('no lab')))).rejects.toThrow(
      'no lab',
    );
    await neighbours.during(slow, async (beside) => expect([...beside()]).toEqual([]));
  });
});

test('answersFor - when a drill is apart - then for alerts of its kind alone, and any other drill for all', () => {
  expect(answersFor(disk, 'LowGPUMemory')).toBe(true);
  expect(answersFor(disk, 'PipelineStale')).toBe(false);
  expect(answersFor(slow, 'PipelineStale')).toBe(true);
  expect(answersFor(slow, 'LowGPUMemory')).toBe(true);
});
