import { expect, test } from 'vitest';
import { FIXTURES, fixtureHost, MACHINES } from '../../test/fixture-host.ts';
import { quietTelemetry } from '../../test/quiet-telemetry.ts';
import { renderText } from '../exposition/text-format.ts';
import type { Host } from '../host/host.ts';
import type { Collector } from '../registry/collector.ts';
import { CollectorRunner } from '../registry/collector-runner.ts';
import { LINUX_COLLECTORS } from './index.ts';

const { telemetry } = quietTelemetry();

const familiesOf = async (collector: Collector, host: Host) => collector.create(host)();

test.each(MACHINES)(
  'collectors - when %s is scraped - then the exposition is the reviewed one',
  async (machine) => {
    const host = fixtureHost(machine);
    const runner = new CollectorRunner(
      LINUX_COLLECTORS.map((collector) => ({ name: collector.name, collect: collector.create(host) })),
      { namespace: 'node', limitMs: 4000, logger: telemetry.logger },
    );

    const families = await runner.run();

    const text = renderText(families.filter(({ name }) => name !== 'node_scrape_collector_duration_seconds'));
    // Unpacked in a folder that is another one each time.
    await expect(text.replaceAll(host.sysfs.root, '/sys')).toMatchFileSnapshot(
      `${FIXTURES}${machine}/expected.prom`,
    );
  },
);

test.each(MACHINES)(
  'collectors - when %s is scraped - then no two of them claim a family',
  async (machine) => {
    const host = fixtureHost(machine);
    const families = await Promise.all(
      LINUX_COLLECTORS.map((collector) => familiesOf(collector, host).catch(() => [])),
    );
    const names = families.flatMap((ofOne) => ofOne.map(({ name }) => name));
    expect(names.length).toBeGreaterThan(50);
    expect(new Set(names).size).toBe(names.length);
  },
);
