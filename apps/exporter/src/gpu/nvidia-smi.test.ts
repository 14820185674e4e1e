import { afterEach, describe, expect, test, vi } from 'vitest';
import { FIXTURES } from '../../test/fixture-host.ts';
import { quietTelemetry } from '../../test/quiet-telemetry.ts';
import { NvidiaSmi } from './nvidia-smi.ts';
import { openGpuSource } from './open-source.ts';

const FAKE = `${FIXTURES}nvidia-smi/fake-nvidia-smi`;
const { telemetry } = quietTelemetry();
const settings = { NVIDIA_SMI: FAKE, GPU_INTERVAL_MS: 60_000, GPU_SIMULATOR_SEED: 1 };

const opened: { close(): void }[] = [];
function start(command: string, intervalMs = 60_000, answerLimitMs = 10_000): NvidiaSmi {
  const source = NvidiaSmi.start({ command, intervalMs, answerLimitMs, logger: telemetry.logger });
  opened.push(source);
  return source;
}

afterEach(() => {
  vi.unstubAllEnvs();
  for (const source of opened.splice(0)) source.close();
});

describe('NvidiaSmi', () => {
  test('when the driver does not know a field - then it is asked again without', async () => {
    const [gpu] = await start(FAKE).read();
    expect(gpu).toMatchObject({ gpu: '0', modelName: 'NVIDIA A10', driverVersion: '470.82.01' });
    expect(gpu?.values).toMatchObject({ DCGM_FI_DEV_FB_USED: 20504, DCGM_FI_DEV_POWER_USAGE: 148.9 });
    expect(gpu?.values).not.toHaveProperty('DCGM_FI_DEV_FB_RESERVED');
  });

  test('when the driver is gone - then reading fails', async () => {
    vi.stubEnv('FAKE_NVIDIA_SMI', 'broken');
    await expect(start(FAKE).read()).rejects.toThrow(/Command failed/);
  });

  test('when there is no such program - then reading fails', async () => {
    await expect(start(`${FAKE}-is-not-here`).read()).rejects.toThrow(/ENOENT/);
  });

  test('when nvidia-smi stops answering - then its last answer is shown for a while and then no more', async () => {
    const source = start(FAKE, 20, 300);
    expect(await source.read()).toHaveLength(1);
    vi.stubEnv('FAKE_NVIDIA_SMI', 'broken');
    expect(await source.read()).toHaveLength(1);
    await expect.poll(() => source.read().catch(() => 'stale'), { timeout: 5000 }).toBe('stale');
  });

  test('when nvidia-smi comes back - then it is shown again', async () => {
    vi.stubEnv('FAKE_NVIDIA_SMI', 'broken');
    const source = start(FAKE, 20, 300);
    await expect(source.read()).rejects.toThrow(/Command failed/);
    vi.unstubAllEnvs();
    await expect.poll(() => source.read().catch(() => []), { timeout: 5000 }).toHaveLength(1);
  });

  test('when nvidia-smi hangs - then it is killed at the limit', async () => {
    vi.stubEnv('FAKE_NVIDIA_SMI', 'hanging');
    await expect(start(FAKE, 60_000, 50).read()).rejects.toMatchObject({ signal: 'SIGKILL' });
  });

  test('when it is closed while nvidia-smi hangs - then the child is ended', async () => {
    vi.stubEnv('FAKE_NVIDIA_SMI', 'hanging');
    const source = start(FAKE);
    const reading = source.read();
    source.close();
    await expect(reading).rejects.toThrow(/aborted/);
  });
});

describe('openGpuSource', () => {
  test.each([
    ['auto', FAKE, 'nvidia-smi'],
    ['auto', 'no-such-nvidia-smi', undefined],
    ['nvidia-smi', 'no-such-nvidia-smi', 'nvidia-smi'],
    ['simulator', 'no-such-nvidia-smi', 'simulator'],
    ['none', FAKE, undefined],
  ] as const)(
    'when GPU_SOURCE is %s with %s - then the source is %s',
    async (GPU_SOURCE, NVIDIA_SMI, expected) => {
      const source = await openGpuSource({ ...settings, GPU_SOURCE, NVIDIA_SMI }, telemetry.logger);
      if (source !== undefined) opened.push(source);
      expect(source?.name).toBe(expected);
    },
  );
});
