import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { fetchText } from '@lab/engine-clients';
import { type Answers, gpusAt } from '../starter/simulation/gpus.ts';
import { type Exposition, readExposition } from './exposition.ts';
import { drawnOf } from './machines.ts';
import { atQuery } from './rules-loaded.ts';

/** DCGM's field and its type, by what nvidia-smi calls it. */
const FIELDS = {
  'utilization.gpu': ['DCGM_FI_DEV_GPU_UTIL', 'gauge'],
  'utilization.memory': ['DCGM_FI_DEV_MEM_COPY_UTIL', 'gauge'],
  'memory.used': ['DCGM_FI_DEV_FB_USED', 'gauge'],
  'memory.free': ['DCGM_FI_DEV_FB_FREE', 'gauge'],
  'memory.reserved': ['DCGM_FI_DEV_FB_RESERVED', 'gauge'],
  'temperature.gpu': ['DCGM_FI_DEV_GPU_TEMP', 'gauge'],
  'temperature.memory': ['DCGM_FI_DEV_MEMORY_TEMP', 'gauge'],
  'power.draw': ['DCGM_FI_DEV_POWER_USAGE', 'gauge'],
  'clocks.sm': ['DCGM_FI_DEV_SM_CLOCK', 'gauge'],
  'ecc.errors.uncorrected.volatile.total': ['DCGM_FI_DEV_ECC_DBE_VOL_TOTAL', 'counter'],
} as const;
const SHOWN = 4;

/**
 * What an exposition says otherwise than nvidia-smi, in sentences.
 * @param gpus what nvidia-smi answered at about that time
 */
export function differences({ types, samples }: Exposition, gpus: readonly Answers[]): string[] {
  return Object.entries(FIELDS).flatMap(([query, [metric, type]]) => {
    const declared = types.get(metric);
    return [
      ...(declared === type ? [] : [`the type of ${metric} is ${declared ?? 'not told'}`]),
      ...gpus.flatMap((gpu) => {
        const ofThis = samples.filter(
          ({ name, labels }) => name === metric && labels.gpu === String(gpu.index),
        );
        const value = gpu[query];
        const place = `${metric} of GPU ${gpu.index}`;
        if (value === undefined)
          return ofThis.length === 0 ? [] : [`${place} is ${ofThis[0]?.value}, where nvidia-smi says [N/A]`];
        const [sample] = ofThis;
        if (sample === undefined || ofThis.length > 1) return [`${place}: ${ofThis.length} series`];
        if (sample.labels.UUID !== gpu.uuid || sample.labels.modelName !== gpu.name)
          return [
            `${place} has the labels ${Object.keys(sample.labels).join(', ')}, or other values of them`,
          ];
        return sample.value === value ? [] : [`${place} is ${sample.value}, where nvidia-smi says ${value}`];
      }),
    ];
  });
}

async function translates(lab: CheckContext): Promise<Finding> {
  const address = `${lab.workbench.service}/metrics`;
  const before = Date.now();
  const exposition = readExposition(await fetchText(address));
  // The answer is of some moment in between, on either side of a change.
  const readings = [before, Date.now()].map((at) => differences(exposition, gpusAt(drawnOf(lab), at)));
  const least = readings.toSorted((one, other) => one.length - other.length)[0] ?? [];
  const more = least.length > SHOWN ? `; and ${least.length - SHOWN} more` : '';
  return found(least.length === 0, {
    expected: 'each value of each GPU as nvidia-smi tells it, under its name in DCGM and with its type',
    seen: least.length === 0 ? 'that' : `${least.slice(0, SHOWN).join('; ')}${more}`,
    lookAt: `${address}; ./lab tool node nvidia-smi.ts; logs/gpu-exporter.log`,
  });
}

export const gpuExporter: Task = {
  id: 'gpu-exporter',
  title: 'Translate what nvidia-smi says',
  deadlineSeconds: 45,
  hints: [
    'Ask nvidia-smi.ts for a few fields on the command line, then your exporter with curl, and compare. Without arguments it lists its fields.',
    'QUERIES decides which columns come, and in which order. For each metric: a line # TYPE, then a line for each GPU that has a value. A number that can only grow is a counter, whatever it counts; everything else here is a gauge. [N/A] is no number.',
    'Keep a table of query, metric and type. For each entry write `# TYPE <metric> <type>`, then for each line of the CSV `<metric>{gpu="…",UUID="…",modelName="…"} <value>`, and nothing where the column is [N/A]. Only the ECC errors are a counter. apps/exporter/src/gpu/nvidia-smi-csv.ts does the same for the lab.',
  ],
  check: (lab) =>
    firstFailure(
      () => translates(lab),
      async () => {
        const expression = 'count by (job, instance) (DCGM_FI_DEV_GPU_UTIL)';
        const seen = await lab.workbenchEngines.prometheus.sum('count(DCGM_FI_DEV_GPU_UTIL{job="gpus"})');
        return found(seen === gpusAt(drawnOf(lab), Date.now()).length, {
          expected: 'all GPUs in your Prometheus',
          seen: `${seen} series DCGM_FI_DEV_GPU_UTIL of job gpus`,
          lookAt: `${atQuery(lab.workbench.prometheus, expression)}, ${lab.workbench.prometheus}/targets`,
        });
      },
    ),
};
