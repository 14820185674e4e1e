import { describe, expect, test } from 'vitest';
import { FIXTURES, fixtureHost } from '../../test/fixture-host.ts';
import { unpackMachine } from '../../test/machine-files.ts';
import { quietTelemetry } from '../../test/quiet-telemetry.ts';
import { checkFamilies } from '../exposition/check-families.ts';
import { renderText } from '../exposition/text-format.ts';
import { SeededNoise } from '../gpu/seeded-noise.ts';
import { FileTree } from '../host/file-tree.ts';
import type { Host } from '../host/host.ts';
import { CollectorRunner } from '../registry/collector-runner.ts';
import { containerCollect } from './collect.ts';

const MACHINES = ['v1-cgroupfs', 'v2-systemd'] as const;
const DOCKER = '/var/lib/docker';

type TreeFactory = (root: string) => FileTree;

function hostOf(machine: string, tree: TreeFactory = (root) => new FileTree(root)): Host {
  const folder = unpackMachine(`${FIXTURES}containers/${machine}.txt`);
  return {
    ...fixtureHost('small-vm'),
    procfs: tree(`${folder}/proc`),
    sysfs: tree(`${folder}/sys`),
    rootfs: tree(`${folder}/root`),
  };
}

describe('containerCollect', () => {
  test.each(MACHINES)('when %s is scraped - then the exposition is the reviewed one', async (machine) => {
    const families = await containerCollect(hostOf(machine), DOCKER)();
    expect(() => checkFamilies(families)).not.toThrow();
    await expect(renderText(families)).toMatchFileSnapshot(`${FIXTURES}containers/${machine}.prom`);
  });

  test('when a container has no limits - then no quota is shown, and 0 bytes as cAdvisor does', async () => {
    const families = await containerCollect(hostOf('v2-systemd'), DOCKER)();
    const without = (name: string) =>
      families
        .find((family) => family.name === name)
        ?.samples.filter(({ labels }) => labels.id?.includes('b1c2d3e4'))
        .map(({ value }) => value);
    expect(without('container_spec_cpu_quota')).toEqual([]);
    expect(without('container_cpu_cfs_throttled_periods_total')).toEqual([]);
    expect(without('container_spec_memory_limit_bytes')).toEqual([0]);
  });

  test('when there are no control groups - then the collector says that it has no data', async () => {
    const { telemetry, lines } = quietTelemetry();
    const collect = containerCollect(
      hostOf('v2-systemd', () => new FileTree('/no/such/folder')),
      DOCKER,
    );
    const runner = new CollectorRunner([{ name: 'cgroup', collect }], {
      namespace: 'container',
      limitMs: 1000,
      logger: telemetry.logger,
    });
    expect(renderText(await runner.run())).toContain(
      'container_scrape_collector_success{collector="cgroup"} 0\n',
    );
    expect(lines.map(({ level }) => level)).toEqual(['debug']);
  });
});

class DamagedTree extends FileTree {
  readonly #noise: SeededNoise;

  constructor(root: string, noise: SeededNoise) {
    super(root);
    this.#noise = noise;
  }

  override text(relative: string): string {
    const whole = super.text(relative);
    const at = Math.floor(this.#noise.uniform() * whole.length);
    if (this.#noise.uniform() < 0.8) return whole;
    return this.#noise.uniform() < 0.5 ? whole.slice(0, at) : `${whole.slice(0, at)}\u0000"x\n${whole}`;
  }
}

describe.each(MACHINES)('containerCollect - when files of %s are cut or overwritten', (machine) => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'then it fails as a whole or shows finite numbers (seed %i)',
    async (seed) => {
      const noise = new SeededNoise(seed);
      const collect = containerCollect(
        hostOf(machine, (root) => new DamagedTree(root, noise)),
        DOCKER,
      );
      const families = await (async () => collect())().catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'EXPORTER_PARSE_FAILED' });
        return [];
      });
      for (const { value } of families.flatMap(({ samples }) => samples))
        expect(Number.isFinite(value) && value >= 0).toBe(true);
    },
  );
});
