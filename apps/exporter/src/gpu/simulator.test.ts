import { describe, expect, test } from 'vitest';
import { FIXTURES } from '../../test/fixture-host.ts';
import { renderText } from '../exposition/text-format.ts';
import { gpuFamilies } from './collect.ts';
import type { GpuReading } from './reading.ts';
import { GpuSimulator } from './simulator.ts';

const START = 1_760_000_000_000;

/** Readings of the first GPU, one per `everyMs` over `seconds`. */
async function history(seed: number, seconds: number, everyMs = 1000): Promise<GpuReading['values'][]> {
  let now = START;
  const simulator = new GpuSimulator({ seed, now: () => now });
  const readings: GpuReading['values'][] = [];
  for (; now <= START + seconds * 1000; now += everyMs) {
    const [first] = await simulator.read();
    if (first !== undefined) readings.push(first.values);
  }
  return readings;
}

const column = (readings: readonly GpuReading['values'][], name: keyof GpuReading['values']): number[] =>
  readings.map((values) => values[name] ?? Number.NaN);

describe('GpuSimulator', () => {
  test('when the seed is the same - then the history is the same, however often it is read', async () => {
    const often = await history(7, 600);
    const seldom = await history(7, 600, 15_000);
    expect(seldom).toEqual(often.filter((_, second) => second % 15 === 0));
  });

  test('when the seed differs - then the history differs', async () => {
    expect(await history(7, 60)).not.toEqual(await history(8, 60));
  });

  test('when an hour passes - then every value stays within what the card can do', async () => {
    const readings = await history(3, 3600);
    for (const values of readings) {
      const {
        DCGM_FI_DEV_FB_FREE: free,
        DCGM_FI_DEV_FB_USED: used,
        DCGM_FI_DEV_FB_RESERVED: reserved,
      } = values;
      expect((free ?? 0) + (used ?? 0) + (reserved ?? 0)).toBe(81_920);
    }
    const within = (name: keyof GpuReading['values'], low: number, high: number) => {
      expect(Math.min(...column(readings, name))).toBeGreaterThanOrEqual(low);
      expect(Math.max(...column(readings, name))).toBeLessThanOrEqual(high);
    };
    within('DCGM_FI_DEV_FB_FREE', 0, 81_920);
    within('DCGM_FI_DEV_GPU_UTIL', 0, 100);
    within('DCGM_FI_DEV_POWER_USAGE', 60, 400);
    within('DCGM_FI_DEV_GPU_TEMP', 28, 76);
    within('DCGM_FI_DEV_SM_CLOCK', 345, 1980);
    within('DCGM_FI_PROF_PIPE_TENSOR_ACTIVE', 0, 1);
    const utilization = column(readings, 'DCGM_FI_DEV_GPU_UTIL');
    expect(Math.max(...utilization) - Math.min(...utilization)).toBeGreaterThan(30);
  });

  test('when power jumps - then temperature follows slowly', async () => {
    const readings = await history(3, 3600);
    const steps = (name: keyof GpuReading['values']) => {
      const values = column(readings, name);
      return values.slice(1).map((value, index) => value - (values[index] ?? 0));
    };
    expect(Math.max(...steps('DCGM_FI_DEV_POWER_USAGE').map(Math.abs))).toBeGreaterThan(5);
    expect(Math.max(...steps('DCGM_FI_DEV_GPU_TEMP').map(Math.abs))).toBeLessThanOrEqual(2);
  });

  test('when energy is counted - then it is the integral of power', async () => {
    const readings = await history(3, 600);
    const watts = column(readings, 'DCGM_FI_DEV_POWER_USAGE').slice(1);
    const joules = watts.reduce((sum, value) => sum + value, 0);
    const millijoules = column(readings, 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION').at(-1) ?? 0;
    expect(millijoules / 1000).toBeCloseTo(joules, 0);
  });

  test('when it has lived for a minute - then the exposition is the reviewed one', async () => {
    let now = START;
    const simulator = new GpuSimulator({ seed: 1, now: () => now });
    now += 60_000;
    const text = renderText(gpuFamilies(await simulator.read(), 'simulator', 'lab'));
    await expect(text).toMatchFileSnapshot(`${FIXTURES}simulator/expected.prom`);
  });

  test('when it is shown - then every series says that it is simulated', async () => {
    const readings = await new GpuSimulator({ seed: 1, now: () => START }).read();
    const families = gpuFamilies(readings, 'simulator', 'lab');
    for (const { labels } of families.flatMap(({ samples }) => samples)) {
      expect(labels.modelName).toMatch(/^Simulated GPU \(/);
    }
    const info = families.find(({ name }) => name === 'gpu_info');
    expect(info?.samples.map(({ labels }) => labels.source)).toEqual(['simulator', 'simulator']);
  });
});
