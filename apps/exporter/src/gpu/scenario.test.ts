import { afterEach, describe, expect, test } from 'vitest';
import { quietTelemetry } from '../../test/quiet-telemetry.ts';
import { OperationsListener } from '../http/operations-listener.ts';
import type { DcgmField } from './reading.ts';
import { SCENARIOS, type Scenario } from './scenario.ts';
import { GpuSimulator } from './simulator.ts';
import { simulatorRoutes } from './simulator-routes.ts';

const TOKEN = 'a token for tests only';
const START = 1_760_000_000_000;
const listeners: OperationsListener[] = [];

afterEach(async () => {
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
});

/** A simulator with a clock of its own, after ten minutes of ordinary life at 30 % load. */
async function simulatorAtWork() {
  let now = START;
  const load = { load: () => 0.3, close: () => {} };
  const simulator = new GpuSimulator({ seed: 1, now: () => now, load });
  const after = async (seconds: number) => {
    now += seconds * 1000;
    const readings = await simulator.read();
    return (field: DcgmField, gpu = 0) => readings[gpu]?.values[field] ?? Number.NaN;
  };
  await after(600);
  return { simulator, after };
}

async function valuesIn(scenario: Scenario, seconds: number) {
  const { simulator, after } = await simulatorAtWork();
  simulator.play(scenario, seconds + 60);
  return after(seconds);
}

describe('GpuSimulator', () => {
  test('when the inference service has a load - then both GPUs follow it', async () => {
    const { after } = await simulatorAtWork();
    const value = await after(1);
    for (const gpu of [0, 1]) {
      expect(value('DCGM_FI_DEV_GPU_UTIL', gpu)).toBeGreaterThan(24);
      expect(value('DCGM_FI_DEV_GPU_UTIL', gpu)).toBeLessThan(36);
    }
  });

  test('when memory leaks - then it is gone within two minutes, on the first GPU alone', async () => {
    const value = await valuesIn('memory_leak', 120);
    expect(value('DCGM_FI_DEV_FB_FREE')).toBeLessThan(8192);
    expect(value('DCGM_FI_DEV_FB_FREE', 1)).toBeGreaterThan(30_000);
  });

  test('when memory is low - then less than a tenth is free at once', async () => {
    const value = await valuesIn('low_memory', 2);
    expect(value('DCGM_FI_DEV_FB_FREE')).toBeLessThan(8192);
    expect(value('DCGM_FI_DEV_FB_FREE')).toBeGreaterThan(0);
  });

  test('when the room is hot - then the chip is too, and its clock falls although it is no busier', async () => {
    const value = await valuesIn('thermal_throttling', 240);
    expect(value('DCGM_FI_DEV_GPU_TEMP')).toBeGreaterThan(78);
    expect(value('DCGM_FI_DEV_SM_CLOCK')).toBeLessThan(value('DCGM_FI_DEV_SM_CLOCK', 1) - 150);
  });

  test('when it is kept busy - then utilization is above 95 percent', async () => {
    const value = await valuesIn('high_utilisation', 60);
    expect(value('DCGM_FI_DEV_GPU_UTIL')).toBeGreaterThan(95);
  });

  test('when the chip has an error - then its number is shown', async () => {
    const value = await valuesIn('xid_error', 2);
    expect([value('DCGM_FI_DEV_XID_ERRORS'), value('DCGM_FI_DEV_XID_ERRORS', 1)]).toEqual([48, 0]);
  });

  test.each(SCENARIOS)('when %s has ended - then the GPU is well again', async (scenario) => {
    const { simulator, after } = await simulatorAtWork();
    const before = await after(1);
    simulator.play(scenario, 120);
    await after(120);
    const value = await after(600);
    expect(simulator.state()).toEqual({ scenario: 'none' });
    expect(value('DCGM_FI_DEV_XID_ERRORS')).toBe(0);
    for (const field of ['DCGM_FI_DEV_FB_USED', 'DCGM_FI_DEV_SM_CLOCK', 'DCGM_FI_DEV_GPU_TEMP'] as const)
      expect(value(field) / before(field)).toBeCloseTo(1, 1);
  });
});

describe('PUT /admin/simulator', () => {
  async function served() {
    const { simulator } = await simulatorAtWork();
    const metrics = async () => ({ status: 200, contentType: 'text/plain', body: '' });
    const listener = new OperationsListener(
      quietTelemetry().telemetry.logger,
      metrics,
      simulatorRoutes(simulator, TOKEN),
    );
    listeners.push(listener);
    const url = `${await listener.listen({ host: '127.0.0.1', port: 0 })}/admin/simulator`;
    const put = (body: string, token = TOKEN) =>
      fetch(url, { method: 'PUT', body, headers: { authorization: `Bearer ${token}`, connection: 'close' } });
    return { simulator, put };
  }

  test('when the token is right - then the scenario plays until its end', async () => {
    const { simulator, put } = await served();
    const response = await put('{"scenario":"memory_leak","seconds":120}');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(simulator.state());
    expect(simulator.state()).toMatchObject({ scenario: 'memory_leak' });
    expect(simulator.state().ends_at).toBe(new Date(START + 720_000).toISOString());
  });

  test('when the token is wrong - then nothing plays', async () => {
    const { simulator, put } = await served();
    const response = await put('{"scenario":"memory_leak"}', 'another token');
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect(simulator.state()).toEqual({ scenario: 'none' });
  });

  test.each([
    ['no JSON', 'leak'],
    ['no object', 'null'],
    ['too long', `{"scenario":"${'x'.repeat(2000)}"}`],
    ['an unknown scenario', '{"scenario":"fire"}'],
    ['an endless scenario', '{"scenario":"xid_error","seconds":1e9}'],
    ['a time that is no number', '{"scenario":"xid_error","seconds":"60"}'],
  ])('when the body is %s - then it is refused and nothing plays', async (_case, body) => {
    const { simulator, put } = await served();
    const response = await put(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'INVALID_REQUEST' } });
    expect(simulator.state()).toEqual({ scenario: 'none' });
  });
});
