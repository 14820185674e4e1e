import { expect, test } from 'vitest';
import { FIXTURES, fixtureHost } from '../../test/fixture-host.ts';
import { libraryThat, PORTABLE_MACHINES, portableMachine } from '../../test/portable-machine.ts';
import { quietTelemetry } from '../../test/quiet-telemetry.ts';
import type { MetricFamily } from '../exposition/metric-family.ts';
import { renderText } from '../exposition/text-format.ts';
import type { Host } from '../host/host.ts';
import { CollectorRunner } from '../registry/collector-runner.ts';
import { portableCollectors } from './collectors.ts';
import type { Machine } from './machine.ts';

const LIMIT_MS = 100;
const NEEDS_NO_LIBRARY = ['boottime', 'cpu', 'loadavg', 'time', 'uname'];

function scrape({ machine, host }: { machine: Machine; host: Host }): Promise<MetricFamily[]> {
  const { telemetry } = quietTelemetry();
  const collectors = portableCollectors(machine).map(({ name, create }) => ({
    name,
    collect: create(host),
  }));
  return new CollectorRunner(collectors, {
    namespace: 'node',
    limitMs: LIMIT_MS,
    logger: telemetry.logger,
  }).run();
}

const collectorsThat = (families: readonly MetricFamily[], success: 0 | 1) =>
  families
    .find(({ name }) => name === 'node_scrape_collector_success')
    ?.samples.filter(({ value }) => value === success)
    .map(({ labels }) => labels.collector);

test.each(PORTABLE_MACHINES)(
  'portable collectors - when %s is scraped - then the exposition is the reviewed one',
  async (name) => {
    const families = await scrape(portableMachine(name));
    const text = renderText(families.filter((family) => !/duration_seconds$/.test(family.name)));
    await expect(text).toMatchFileSnapshot(`${FIXTURES}${name}/expected.prom`);
  },
);

test('portable collectors - when the library leaves out what it does not know - then the scrape does, too', async () => {
  const fixture = portableMachine('windows', {
    mem: { swaptotal: 0, swapfree: 0 },
    fsSize: [{ fs: 'C:', mount: 'C:' }, { fs: 'E:' }],
    networkStats: [{ iface: 'Ethernet', rx_bytes: 5, tx_bytes: Number.NaN }, { rx_bytes: 7 }],
    osInfo: { distro: 'unknown', release: 'unknown' },
  });
  const text = renderText(await scrape(fixture));
  expect(text).not.toMatch(/Swap|node_os_|transmit_bytes|receive_errs|NaN|readonly|E:/);
  expect(text).toContain('node_network_receive_bytes_total{device="Ethernet"} 5\n');
  expect(text).toContain('node_memory_MemTotal_bytes 17087266816\n');
  expect(text).toContain('device="C:",device_error="",fstype="",mountpoint="C:"');
});

test.each([
  ['throws', () => Promise.reject(new Error('no PowerShell'))],
  ['hangs', () => new Promise<never>(() => {})],
])(
  'portable collectors - when the library %s - then only what Node itself tells is there',
  async (_how, ask) => {
    const { machine, host } = portableMachine('macos');
    const families = await scrape({ machine: { ...machine, library: libraryThat(ask) }, host });
    expect(collectorsThat(families, 1)).toEqual(NEEDS_NO_LIBRARY);
    expect(collectorsThat(families, 0)).toEqual(['filesystem', 'inventory', 'meminfo', 'netdev', 'os']);
  },
);

test('inventory - when the kernel has the DMI table itself - then the library is not asked', async () => {
  const { machine, host } = portableMachine('macos');
  const families = await scrape({ machine, host: { ...host, sysfs: fixtureHost('laptop').sysfs } });
  expect(collectorsThat(families, 0)).toEqual(['inventory']);
});
