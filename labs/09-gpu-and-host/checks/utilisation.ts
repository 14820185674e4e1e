import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { type Played, plays, type RulesFolder, USE_RULES } from './played.ts';
import { areLoaded, atQuery } from './rules-loaded.ts';

export const USE = {
  cpu: 'instance:node_cpu_utilisation:rate1m',
  load: 'instance:node_load1_per_cpu:ratio',
  memory: 'instance:node_memory_utilisation:ratio',
  disk: 'instance_mountpoint:node_filesystem_utilisation:ratio',
  gpu: 'instance_gpu:gpu_utilisation:ratio',
  gpuMemory: 'instance_gpu:gpu_memory_utilisation:ratio',
  gpuErrors: 'instance_gpu:gpu_ecc_errors:increase5m',
} as const;

const HOST = 'job="node",service="exporter"';
const GIB = 1024 ** 3;

/** A rate over a minute needs more than one sample in it. */
const STEP_SECONDS = 15;
const STEPS = 80;

/** Until so many minutes before it is looked at, nothing was done: a rate over a longer time sees that too. */
const SINCE_MINUTES = 1.5;
const ASKED_AT_MINUTES = 15;
const IDLE_STEPS = ((ASKED_AT_MINUTES - SINCE_MINUTES) * 60) / STEP_SECONDS;

/** Seconds in each minute of work, by CPU and mode, after a time in which every CPU was idle. */
const cpus = (instance: string, perMinute: readonly Readonly<Record<string, number>>[]) =>
  Object.fromEntries(
    perMinute.flatMap((modes, cpu) =>
      Object.entries(modes).map(([mode, seconds]) => {
        const [before, during] = [mode === 'idle' ? 60 : 0, seconds].map(
          (each) => (each * STEP_SECONDS) / 60,
        );
        const begins = Number(before) * (IDLE_STEPS + 1);
        return [
          `node_cpu_seconds_total{${HOST},instance="${instance}",cpu="${cpu}",mode="${mode}"}`,
          `0+${before}x${IDLE_STEPS} ${begins}+${during}x${STEPS - IDLE_STEPS}`,
        ];
      }),
    ),
  );

const constant = (metric: string, labels: string, value: number) => ({
  [`${metric}{${labels}}`]: `${value}x${STEPS}`,
});

/** One series with these labels and no others, as the name of the rule says, and its value. */
const is = (rule: string, labels: string, value: number) => ({
  of: rule,
  atMinutes: ASKED_AT_MINUTES,
  expr: `round(${rule}${labels}, 0.001)`,
  samples: { [labels]: value },
});

const gpu = (index: number, fields: Readonly<Record<string, number>>) =>
  Object.assign(
    {},
    ...Object.entries(fields).map(([field, value]) =>
      constant(
        `DCGM_FI_DEV_${field}`,
        `job="gpus",instance="trainer-1",gpu="${index}",UUID="GPU-${index}",modelName="Simulated"`,
        value,
      ),
    ),
  ) as Record<string, string>;

const SITUATIONS: readonly Played[] = [
  {
    name: 'two CPUs, idle before, have worked 30 % of the last 90 seconds and waited for a disk for a tenth of them',
    series: {
      ...cpus('box-1', [
        { user: 18, system: 6, iowait: 6, idle: 30 },
        { user: 6, system: 6, iowait: 6, idle: 42 },
      ]),
      ...cpus('box-2', [
        { user: 48, system: 6, iowait: 0, idle: 6 },
        { user: 48, system: 6, iowait: 0, idle: 6 },
      ]),
    },
    expects: [is(USE.cpu, '{instance="box-1"}', 0.3), is(USE.cpu, '{instance="box-2"}', 0.9)],
  },
  {
    name: 'three tasks want to run on two CPUs',
    series: {
      ...cpus('box-1', [
        { user: 60, idle: 0 },
        { user: 60, idle: 0 },
      ]),
      ...constant('node_load1', `${HOST},instance="box-1"`, 3),
    },
    expects: [is(USE.load, '{instance="box-1"}', 1.5)],
  },
  {
    name: 'of 16 GiB one is free and nine more could be had at once, being a cache',
    series: {
      ...constant('node_memory_MemTotal_bytes', `${HOST},instance="box-1"`, 16 * GIB),
      ...constant('node_memory_MemFree_bytes', `${HOST},instance="box-1"`, GIB),
      ...constant('node_memory_MemAvailable_bytes', `${HOST},instance="box-1"`, 10 * GIB),
      ...constant('node_memory_Cached_bytes', `${HOST},instance="box-1"`, 7 * GIB),
      ...constant('node_memory_Buffers_bytes', `${HOST},instance="box-1"`, GIB),
    },
    expects: [is(USE.memory, '{instance="box-1"}', 0.375)],
  },
  {
    name: 'of a disk of 100 GiB five are kept for root and 25 can be had, beside a smaller one',
    series: Object.assign(
      {},
      ...[
        ['/', 100, 30, 25],
        ['/data', 50, 40, 40],
      ].map(([mount, size, free, available]) => {
        const labels = `${HOST},instance="box-1",device="/dev/sda",fstype="ext4",mountpoint="${mount}"`;
        return {
          ...constant('node_filesystem_size_bytes', labels, Number(size) * GIB),
          ...constant('node_filesystem_free_bytes', labels, Number(free) * GIB),
          ...constant('node_filesystem_avail_bytes', labels, Number(available) * GIB),
        };
      }),
    ),
    expects: [
      is(USE.disk, '{instance="box-1",mountpoint="/"}', 0.75),
      is(USE.disk, '{instance="box-1",mountpoint="/data"}', 0.2),
    ],
  },
  {
    name: 'a GPU is 97 % busy, and copies to memory for 40 % of the time',
    series: { ...gpu(0, { GPU_UTIL: 97, MEM_COPY_UTIL: 40 }), ...gpu(1, { GPU_UTIL: 0, MEM_COPY_UTIL: 0 }) },
    expects: [
      is(USE.gpu, '{instance="trainer-1",gpu="0"}', 0.97),
      is(USE.gpu, '{instance="trainer-1",gpu="1"}', 0),
    ],
  },
  {
    name: 'a quarter of the memory of a GPU is free, and another GPU does not tell what its driver reserves',
    series: {
      ...gpu(0, { FB_USED: 59_000, FB_FREE: 20_000, FB_RESERVED: 1000 }),
      ...gpu(1, { FB_USED: 8000, FB_FREE: 8000 }),
    },
    expects: [
      is(USE.gpuMemory, '{instance="trainer-1",gpu="0"}', 0.75),
      is(USE.gpuMemory, '{instance="trainer-1",gpu="1"}', 0.5),
    ],
  },
  {
    name: 'a GPU has had seven errors since long ago, and another has four a minute',
    series: {
      ...gpu(0, { ECC_DBE_VOL_TOTAL: 7 }),
      'DCGM_FI_DEV_ECC_DBE_VOL_TOTAL{job="gpus",instance="trainer-1",gpu="1",UUID="GPU-1",modelName="Simulated"}': `0+1x${STEPS}`,
    },
    expects: [
      is(USE.gpuErrors, '{instance="trainer-1",gpu="0"}', 0),
      is(USE.gpuErrors, '{instance="trainer-1",gpu="1"}', 20),
    ],
  },
];

/** That what is recorded is what the names say. */
export const recordsUse = (lab: RulesFolder): Promise<Finding> =>
  plays(
    lab,
    [USE_RULES],
    SITUATIONS.map((situation) => ({ ...situation, stepSeconds: STEP_SECONDS })),
  );

/** Rules have to find something here too, or they are right about nothing. */
async function recordsHere({ workbenchEngines: { prometheus }, workbench }: CheckContext): Promise<Finding> {
  const names = Object.values(USE);
  const counts = await Promise.all(names.map((name) => prometheus.sum(`count(${name})`)));
  const empty = names.filter((_, index) => counts[index] === 0);
  const gpus = await prometheus.sum('count(DCGM_FI_DEV_GPU_UTIL)');
  const ofGpus = await prometheus.sum(`count(${USE.gpuMemory})`);
  return found(empty.length === 0 && ofGpus === gpus, {
    expected: 'a value of each rule for your host, and for each GPU',
    seen:
      empty.length > 0
        ? `nothing is recorded for ${empty.join(', ')}`
        : `memory is recorded for ${ofGpus} of ${gpus} GPUs`,
    lookAt: atQuery(workbench.prometheus, `{__name__=~"instance.*:.+:.+"}`),
  });
}

export const utilisation: Task = {
  id: 'utilisation',
  title: 'Record how busy, how crowded, how broken',
  needs: ['federate-the-host', 'gpu-exporter'],
  deadlineSeconds: 60,
  hints: [
    'Build each on the query page, from the inside out, and look at every step as a table: which labels are there, how many series, in which unit?',
    'Busy is what is not idle: the rate of two modes, summed for each CPU, averaged over the CPUs, taken from 1. Memory that can be had is MemAvailable, space that can be had is avail. A sum with a series that one GPU lacks has no value for that GPU.',
    'CPU: 1 - avg by (instance) (sum by (instance, cpu) (rate(node_cpu_seconds_total{mode=~"idle|iowait"}[1m]))). CPUs: count by (instance) (node_cpu_seconds_total{mode="idle"}). What may be missing: (max by (instance, gpu) (DCGM_FI_DEV_FB_RESERVED) or 0 * max by (instance, gpu) (DCGM_FI_DEV_FB_FREE)). Errors: increase over 5m, by (instance, gpu).',
  ],
  check: (lab) =>
    firstFailure(
      () => areLoaded(lab, 'recording', Object.values(USE)),
      () => recordsUse(lab),
      () => recordsHere(lab),
    ),
};
