import { describe, expect, test } from 'vitest';
import { fixtureHost, MACHINES } from '../../test/fixture-host.ts';
import { quietTelemetry } from '../../test/quiet-telemetry.ts';
import type { MetricFamily } from '../exposition/metric-family.ts';
import { renderText } from '../exposition/text-format.ts';
import { SeededNoise } from '../gpu/seeded-noise.ts';
import { FileTree } from '../host/file-tree.ts';
import type { Host } from '../host/host.ts';
import { CollectorRunner } from '../registry/collector-runner.ts';
import { LINUX_COLLECTORS } from './index.ts';

const SAMPLE_LINE = /^[a-zA-Z_:][\w:]*(\{(\w+="([^"\\\n]|\\.)*",?)+\})? -?[\d.e+-]+$/;
const { telemetry } = quietTelemetry();

type Damage = (relative: string, text: string) => string;

/** Every file goes through `damage` on its way to the collector. */
class DamagedTree extends FileTree {
  readonly #damage: Damage;

  constructor(root: string, damage: Damage) {
    super(root);
    this.#damage = damage;
  }

  override text(relative: string): string {
    return this.#damage(relative, super.text(relative));
  }

  override attribute(relative: string): string {
    return this.#damage(relative, super.attribute(relative)).trim();
  }

  override async read(relative: string): Promise<string> {
    return this.#damage(relative, await super.read(relative));
  }
}

const scrape = (host: Host): Promise<MetricFamily[]> =>
  new CollectorRunner(
    LINUX_COLLECTORS.map((collector) => ({ name: collector.name, collect: collector.create(host) })),
    { namespace: 'node', limitMs: 4000, logger: telemetry.logger },
  ).run();

function successes(families: readonly MetricFamily[]): Record<string, number> {
  const family = families.find(({ name }) => name === 'node_scrape_collector_success');
  return Object.fromEntries((family?.samples ?? []).map(({ labels, value }) => [labels.collector, value]));
}

const failing = (families: readonly MetricFamily[]): string[] =>
  Object.entries(successes(families))
    .filter(([, success]) => success === 0)
    .map(([name]) => name);

/** Which collectors of a small virtual machine fail more than they do on the whole one, where some have no data. */
async function failingWith(damage: Damage): Promise<string[]> {
  const without = new Set(failing(await scrape(fixtureHost('small-vm'))));
  const host = fixtureHost('small-vm', (root) => new DamagedTree(root, damage));
  return failing(await scrape(host)).filter((name) => !without.has(name));
}

describe.each([
  ['stat', ['cpu', 'stat']],
  ['loadavg', ['loadavg']],
  ['meminfo', ['meminfo']],
  ['net/dev', ['netdev']],
  ['vmstat', ['vmstat']],
  ['sys/fs/file-nr', ['filefd']],
  ['pressure/io', ['pressure']],
  ['etc/os-release', ['os']],
])('collectors - when %s is empty', (file, expected) => {
  test(`then ${expected.join(' and ')} report failure and the others go on`, async () => {
    expect(await failingWith((relative, text) => (relative === file ? '' : text))).toEqual(expected);
  });
});

describe.each([
  ['diskstats', ' 254       0 vda 31736 5457 1989802', 'diskstats'],
  ['1/mountinfo', '27 1 254:0 / / rw,relatime - ext4', 'filesystem'],
  ['net/dev', 'Inter-|   Receive |  Transmit\n face |bytes packets|bytes\n eth0: 1 2', 'netdev'],
  ['net/sockstat', 'TCP: inuse', 'sockstat'],
  ['meminfo', 'MemTotal:       24682416 kB\nMemFree:', 'meminfo'],
  ['stat', 'cpu0 11677 61345\nintr 1\nctxt 1\nprocesses 1\nbtime 1\nprocs_running 1\nprocs_blocked 0', 'cpu'],
  ['loadavg', '3.55 0x10 2.14 5/120 30209', 'loadavg'],
])('collectors - when %s breaks off or holds what is no number', (file, text, expected) => {
  test(`then ${expected} reports failure and shows nothing`, async () => {
    expect(await failingWith((relative, whole) => (relative === file ? text : whole))).toEqual([expected]);
  });
});

/** Ways in which a file can be wrong, each at places that the seed chooses. */
const DAMAGES: Readonly<Record<string, (text: string, noise: SeededNoise) => string>> = {
  cut: (text, noise) => text.slice(0, place(text, noise)),
  overwritten: (text, noise) => {
    const at = place(text, noise);
    const garbage = String.fromCharCode(...Array.from({ length: 8 }, () => noise.uniform() * 256));
    return text.slice(0, at) + garbage + text.slice(at + garbage.length);
  },
  'robbed of lines': (text, noise) => lines(text, (line) => (noise.uniform() < 0.2 ? [] : [line])),
  'doubled in places': (text, noise) =>
    lines(text, (line) => (noise.uniform() < 0.2 ? [line, line] : [line])),
  'robbed of columns': (text) => lines(text, (line) => [line.replace(/\s+\S+$/, '')]),
  'filled with strange numbers': (text, noise) =>
    text.replaceAll(/\b\d+\b/g, (number) => {
      const strange = ['-1', 'NaN', 'Infinity', '0x10', '1e999', '9'.repeat(400), '', '-', '١٢'];
      return noise.uniform() < 0.05 ? (strange[Math.floor(noise.uniform() * strange.length)] ?? '') : number;
    }),
  'ended as on Windows': (text) => text.replaceAll('\n', '\r\n'),
};
const place = (text: string, noise: SeededNoise) => Math.floor(noise.uniform() * text.length);
const lines = (text: string, change: (line: string) => string[]) =>
  text.split('\n').flatMap(change).join('\n');

/** A step of the hash FNV-1a. */
const mix = (hash: number, character: string) => Math.imul(hash ^ character.charCodeAt(0), 0x01000193);

const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);

describe.each(MACHINES)('collectors - when the files of %s are damaged', (machine) => {
  test.each(Object.keys(DAMAGES).flatMap((kind) => SEEDS.map((seed): [string, number] => [kind, seed])))(
    'then the scrape still is valid text and says nothing strange (%s, seed %i)',
    async (kind, seed) => {
      // Of the file's own, since files are not read in the same order each time.
      const noiseOf = (file: string) => new SeededNoise([...file].reduce(mix, seed));
      const host = fixtureHost(
        machine,
        (root) => new DamagedTree(root, (file, text) => DAMAGES[kind]?.(text, noiseOf(file)) ?? text),
      );

      const families = await scrape(host);

      expect(Object.keys(successes(families))).toEqual(LINUX_COLLECTORS.map(({ name }) => name));
      for (const { name, type, samples } of families) {
        for (const { value } of samples) {
          expect(value, name).toSatisfy(Number.isFinite);
          if (type === 'counter') expect(value, name).toBeGreaterThanOrEqual(0);
        }
      }
      const sampleLines = renderText(families)
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'));
      for (const line of sampleLines) expect(line).toMatch(SAMPLE_LINE);
      const series = sampleLines.map((line) => line.slice(0, line.lastIndexOf(' ')));
      expect(new Set(series).size).toBe(series.length);
    },
  );
});
