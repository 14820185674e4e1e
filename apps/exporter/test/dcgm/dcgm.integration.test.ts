import { PrometheusApi, type Sample } from '@lab/engine-clients';
import type { PrometheusProcess } from '@lab/engine-clients/testing';
import { eventually } from '@lab/instrumentation/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DCGM_FIELDS } from '../../src/gpu/reading.ts';
import type { Child } from '../parity/child.ts';
import { findEngines, ROOT } from '../parity/engines.ts';
import { PANELS } from './dashboard-12239.ts';
import { DEFAULT_COUNTERS } from './default-counters.ts';
import { startGpuPrometheus } from './gpu-prometheus.ts';
import { type CountsByMachine, renderDcgmReport } from './report.ts';
import { GPU_MACHINES, type GpuMachine, startGpuExporter } from './start-gpu-exporter.ts';

const DEADLINE_MS = 20_000;
/** Of all machines together. */
const GPUS = 9;
const MIB = 1024 ** 2;
const exporters = new Map<GpuMachine, Child>();
let prometheus: PrometheusProcess;
let api: PrometheusApi;
/** When every machine had been scraped: a scrape that is late on a busy machine would leave a gap in any later answer. */
let recordedAt: number;
const query = (expression: string): Promise<Sample[]> => api.query(expression, recordedAt);

beforeAll(async () => {
  const engines = await findEngines();
  for (const machine of GPU_MACHINES) exporters.set(machine, await startGpuExporter(machine));
  prometheus = await startGpuPrometheus(engines.prometheus, exporters);
  api = new PrometheusApi(prometheus.url);
  recordedAt = await eventually(
    'recorded',
    async () => {
      const now = Date.now() / 1000;
      const series = await api.query('nvidia_gpu_memory_total_bytes', now);
      return series.length === GPUS ? now : undefined;
    },
    DEADLINE_MS,
  );
}, 90_000);

afterAll(async () => {
  await prometheus?.[Symbol.asyncDispose]();
  for (const exporter of exporters.values()) await exporter[Symbol.asyncDispose]();
});

/** Number of series per machine; an aggregation over all of them is asked for each machine by itself. */
async function countsOf(expression: string): Promise<CountsByMachine> {
  const counts = new Map<string, number>();
  for (const machine of GPU_MACHINES) {
    const ofMachine = expression.replace('{', `{machine="${machine}", `);
    counts.set(machine, (await query(ofMachine)).length);
  }
  return counts;
}

describe('dashboard 12239', () => {
  test('when its panels ask each machine - then the answers are those of the committed report', async () => {
    const panels = [];
    for (const [title, expression] of PANELS)
      panels.push({ title, expression, counts: await countsOf(expression) });
    const counters = [];
    for (const [name, type, help] of DEFAULT_COUNTERS)
      counters.push({ name, type, help, counts: await countsOf(`${name}{}`) });
    await expect(renderDcgmReport(GPU_MACHINES, panels, counters)).toMatchFileSnapshot(
      `${ROOT}/docs/reference/dcgm-parity.md`,
    );
  });

  test.each(PANELS.filter(([title]) => !title.startsWith('Tensor')))(
    'when %s is asked of machines whose driver tells - then it answers',
    async (_title, expression) => {
      const counts = await countsOf(expression);
      for (const machine of ['t4', 'h100', 'simulator'] as const)
        expect(counts.get(machine)).toBeGreaterThan(0);
    },
  );

  test('when the tensor cores are asked for - then only the simulator knows, for nvidia-smi does not', async () => {
    const counts = await countsOf('DCGM_FI_PROF_PIPE_TENSOR_ACTIVE{}');
    expect([...counts]).toEqual([
      ['a100-mig', 0],
      ['t4', 0],
      ['h100', 0],
      ['laptop', 0],
      ['simulator', 2],
    ]);
  });
});

test('DCGM - when a field is shown - then its type and help are those of dcgm-exporter', () => {
  const known = new Map(DEFAULT_COUNTERS.map(([name, ...definition]) => [name as string, definition]));
  for (const [name, definition] of Object.entries(DCGM_FIELDS))
    expect([name, ...definition]).toEqual([name, ...(known.get(name) ?? [])]);
});

describe('the recording rules', () => {
  test('when a GPU is whole - then its memory is the sum of its parts in bytes', async () => {
    const [total] = await query('nvidia_gpu_memory_total_bytes and on(instance) up{machine="laptop"}');
    expect(total?.value).toBe((3768 + 77 + 250) * MIB);
    const [free] = await query('nvidia_gpu_memory_free_bytes and on(instance) up{machine="laptop"}');
    expect(free?.value).toBe(3768 * MIB);
  });

  test('when a GPU is cut into instances - then their memory is added', async () => {
    const [total] = await query(
      'nvidia_gpu_memory_total_bytes{gpu="0"} and on(instance) up{machine="a100-mig"}',
    );
    expect(total?.value).toBe((14_013 + 5955 + 5821 + 4034 + 12 + 4851) * MIB);
  });

  test('when utilization is known - then both names of the seeds have it, and none is made for a GPU without', async () => {
    const utilization = (name: string, machine: string) =>
      query(`${name} and on(instance) up{machine="${machine}"}`);
    expect((await utilization('nvidia_gpu_utilization_gpu', 't4')).map(({ value }) => value)).toEqual([88]);
    const [gpu] = await utilization('ml_gpu_utilization_percent', 't4');
    expect([gpu?.labels.gpu_id, gpu?.value]).toEqual(['0', 88]);
    expect(await utilization('nvidia_gpu_utilization_gpu{gpu="0"}', 'a100-mig')).toEqual([]);
  });
});
