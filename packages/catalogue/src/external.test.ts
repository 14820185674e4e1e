import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as containers from './external/containers.ts';
import * as dcgm from './external/dcgm.ts';
import * as external from './external/index.ts';
import * as nodeExporter from './external/node-exporter.ts';
import type { ExternalMetric } from './external-metric.ts';
import * as catalogue from './index.ts';

const fixture = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../apps/exporter/fixtures/${path}`, import.meta.url)), 'utf8');

/** Name to type, as the exporter's own golden files have them. */
function exposed(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').filter((line) => line.startsWith('# TYPE '));
  return new Map(lines.map((line) => [line.split(' ')[2] ?? '', line.split(' ')[3] ?? '']));
}

const host = exposed(fixture('small-vm/expected.prom'));
const CONTAINER_FIXTURE = 'containers/v2-systemd.prom';
const contained = exposed(fixture(CONTAINER_FIXTURE));
/** nvidia-smi does not tell everything that DCGM does, nor does the simulator have processes. */
const GPU_FIXTURES = ['nvidia-smi/two-gpus.prom', 'nvidia-smi/h100/expected.prom', 'simulator/expected.prom'];
const gpus = exposed(GPU_FIXTURES.map(fixture).join(''));

const named = (metrics: object): (readonly [string, ExternalMetric])[] =>
  Object.values(metrics as Record<string, ExternalMetric>).map((metric) => [metric.name, metric]);

describe('metrics of others', () => {
  test.each(named(nodeExporter))(
    '%s - when the exporter is scraped - then it is there with this type',
    (name, { type }) => {
      expect(host.get(name)).toBe(type);
    },
  );

  test.each(named(dcgm))('%s - when a GPU is scraped - then it is there with this type', (name, { type }) => {
    expect(gpus.get(name)).toBe(type);
  });

  test.each(named(containers))(
    '%s - when containers run - then it is there with this type',
    (name, { type }) => {
      expect(contained.get(name)).toBe(type);
    },
  );

  test('labels of others - when the exporter is scraped - then each is on a series', () => {
    const text = ['small-vm/expected.prom', CONTAINER_FIXTURE, ...GPU_FIXTURES].map(fixture).join('');
    for (const [name, { labels }] of [...named(nodeExporter), ...named(containers), ...named(dcgm)]) {
      const series = text.split('\n').find((line) => line.startsWith(name) && !line.startsWith('#')) ?? '';
      for (const label of Object.keys(labels)) expect(series).toContain(`${label}="`);
    }
  });

  test('names of others - when they are collected - then none is given twice or is one of ours', () => {
    const names = named(external).map(([name]) => name);
    const ours = Object.values<unknown>(catalogue)
      .filter(
        (value): value is { name: string } => typeof value === 'object' && value !== null && 'name' in value,
      )
      .map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => ours.includes(name))).toEqual([]);
  });
});
