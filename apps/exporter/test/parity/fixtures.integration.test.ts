import { beforeAll, describe, expect, test } from 'vitest';
import { LINUX_COLLECTORS } from '../../src/collectors/index.ts';
import { parseText } from '../../src/exposition/parse-text.ts';
import { renderText } from '../../src/exposition/text-format.ts';
import { CollectorRunner } from '../../src/registry/collector-runner.ts';
import { fixtureHost, MACHINES, type Machine } from '../fixture-host.ts';
import { quietTelemetry } from '../quiet-telemetry.ts';
import { compareRounds } from './compare-exposition.ts';
import { findEngines } from './engines.ts';
import { scrapeText, startTheirs } from './exporters.ts';

/**
 * What is not in the files that a fixture can have: node_exporter asks the kernel of this machine for its clock, name,
 * sockets, SELinux and the sizes of filesystems, and takes one counter of network devices from netlink alone. What each is built from is not about the machine.
 */
const ASKED_OF_THE_KERNEL =
  /^node_(timex|uname|exporter_build_info|tcp_connection|selinux|filesystem|time_seconds|time_zone|network_receive_nohandler)/;

let nodeExporter: string;
beforeAll(async () => {
  nodeExporter = (await findEngines()).nodeExporter;
}, 60_000);

describe.each(MACHINES)('the collectors - when node_exporter reads the files of %s as well', (machine) => {
  test('then both show the same families, series and numbers', async () => {
    const host = fixtureHost(machine);
    await using theirs = await startTheirs(nodeExporter, {
      extra: [
        `--path.procfs=${host.procfs.root}`,
        `--path.sysfs=${host.sysfs.root}`,
        `--path.rootfs=${host.rootfs.root}`,
        `--path.udev.data=${host.udev.root}`,
        '--no-collector.arp.netlink',
        '--no-collector.netdev.netlink',
      ],
    });
    const their = comparable(await scrapeText(theirs));

    const { families, differences } = compareRounds([
      { before: their, ours: comparable(await scrapeOurs(machine)), after: their },
    ]);

    expect(differences).toEqual([]);
    expect(families.length).toBeGreaterThan(120);
  });
});

const comparable = (text: string) => parseText(text).filter(({ name }) => !ASKED_OF_THE_KERNEL.test(name));

async function scrapeOurs(machine: Machine): Promise<string> {
  const host = fixtureHost(machine);
  const runner = new CollectorRunner(
    LINUX_COLLECTORS.map((collector) => ({ name: collector.name, collect: collector.create(host) })),
    { namespace: 'node', limitMs: 4000, logger: quietTelemetry().telemetry.logger },
  );
  return renderText(await runner.run());
}
