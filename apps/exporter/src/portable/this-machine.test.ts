import * as os from 'node:os';
import { describe, expect, test } from 'vitest';
import { filesystem as linuxFilesystem } from '../collectors/filesystem.ts';
import { meminfo as linuxMeminfo } from '../collectors/meminfo.ts';
import { netdev as linuxNetdev } from '../collectors/netdev.ts';
import { stat as linuxStat } from '../collectors/stat.ts';
import type { MetricFamily } from '../exposition/metric-family.ts';
import { thisHost } from '../host/host.ts';
import type { Collector } from '../registry/collector.ts';
import { boottime } from './boottime.ts';
import { cpu } from './cpu.ts';
import { filesystem } from './filesystem.ts';
import { LibraryThread } from './library-thread.ts';
import type { Machine } from './machine.ts';
import { netdev } from './netdev.ts';
import { os as osRelease } from './os.ts';

const host = thisHost({ procfs: '/proc', sysfs: '/sys', rootfs: '/', udev: '/run/udev/data', textfiles: [] });
const machine: Machine = { os, library: new LibraryThread() };

const familiesOf = async (collector: Collector): Promise<readonly MetricFamily[]> => collector.create(host)();

const samplesOf = (families: readonly MetricFamily[], name: string) =>
  families.find((family) => family.name === name)?.samples ?? [];

/** The one value of a family without labels. */
const singleValue = (families: readonly MetricFamily[], name: string) => samplesOf(families, name)[0]?.value;

// The library and Node answer on Linux, too, where our own collectors know what is right.
describe.runIf(process.platform === 'linux')('portable collectors on Linux', () => {
  test('when the boot time is asked - then it is that of the kernel', async () => {
    const expected = singleValue(await familiesOf(linuxStat), 'node_boot_time_seconds') ?? Number.NaN;
    const shown = singleValue(await familiesOf(boottime(machine)), 'node_boot_time_seconds') ?? Number.NaN;
    expect(Math.abs(shown - expected)).toBeLessThanOrEqual(2);
  });

  test('when the library is asked for the memory - then Node and /proc agree with it', async () => {
    const expected = singleValue(await familiesOf(linuxMeminfo), 'node_memory_MemTotal_bytes');
    expect((await machine.library.ask('mem')).total).toBe(expected);
    // Node counts the limit of a control group where there is one.
    expect(os.totalmem()).toBeLessThanOrEqual(expected ?? 0);
  }, 30_000);

  test('when traffic is asked - then each device has at least the bytes that it had a moment before', async () => {
    const bytes = (families: readonly MetricFamily[]) =>
      new Map(
        samplesOf(families, 'node_network_receive_bytes_total').map(({ labels, value }) => [
          labels.device,
          value,
        ]),
      );
    const before = bytes(await familiesOf(linuxNetdev));
    const shown = bytes(await familiesOf(netdev(machine)));
    const after = bytes(await familiesOf(linuxNetdev));
    expect(shown.size).toBeGreaterThan(0);
    for (const [device, value] of shown) {
      expect(value).toBeGreaterThanOrEqual(before.get(device) ?? Number.NaN);
      expect(value).toBeLessThanOrEqual(after.get(device) ?? Number.NaN);
    }
  }, 30_000);

  test('when mounts are asked - then those that both show are equally large', async () => {
    const sizes = (families: readonly MetricFamily[]) =>
      new Map(
        samplesOf(families, 'node_filesystem_size_bytes').map(({ labels, value }) => [
          labels.mountpoint,
          value,
        ]),
      );
    const expected = sizes(await familiesOf(linuxFilesystem));
    const shown = [...sizes(await familiesOf(filesystem(machine)))].filter(([mount]) => expected.has(mount));
    expect(shown.length).toBeGreaterThan(0);
    for (const [mount, size] of shown) expect(size).toBe(expected.get(mount));
  }, 30_000);

  test('when CPUs and release are asked - then every CPU and a name is there', async () => {
    const seconds = samplesOf(await familiesOf(cpu(machine)), 'node_cpu_seconds_total');
    expect(new Set(seconds.map(({ labels }) => labels.cpu)).size).toBe(os.cpus().length);
    expect(samplesOf(await familiesOf(osRelease(machine)), 'node_os_info')[0]?.labels.name).toMatch(/\w/);
  }, 30_000);
});
