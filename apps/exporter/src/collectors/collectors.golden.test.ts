import { expect, test } from 'vitest';
import { FIXTURES, fixtureHost, MACHINES } from '../../test/fixture-host.ts';
import { quietTelemetry } from '../../test/quiet-telemetry.ts';
import { renderText } from '../exposition/text-format.ts';
import { CollectorRunner } from '../registry/collector-runner.ts';
import { COLLECTORS } from './index.ts';

const { telemetry } = quietTelemetry();

test.each(MACHINES)(
  'collectors - when %s is scraped - then the exposition is the reviewed one',
  async (machine) => {
    const host = fixtureHost(machine);
    const runner = new CollectorRunner(
      COLLECTORS.map((collector) => ({ name: collector.name, collect: collector.create(host) })),
      { namespace: 'node', limitMs: 4000, logger: telemetry.logger },
    );

    const families = await runner.run();

    const text = renderText(families.filter(({ name }) => name !== 'node_scrape_collector_duration_seconds'));
    await expect(text).toMatchFileSnapshot(`${FIXTURES}${machine}/expected.prom`);
  },
);

test.each(MACHINES)(
  'collectors - when %s is scraped - then no two of them claim a family',
  async (machine) => {
    const host = fixtureHost(machine);
    const families = await Promise.all(
      COLLECTORS.map(async (collector) =>
        (
          await collector
            .create(host)()
            .catch(() => [])
        ).map(({ name }) => name),
      ),
    );
    const names = families.flat();
    expect(names.length).toBeGreaterThan(50);
    expect(new Set(names).size).toBe(names.length);
  },
);
