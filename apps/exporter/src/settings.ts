import { SERVICE_SETTINGS } from '@lab/service';
import { FAULT_SETTINGS } from '@lab/service/faults';
import Type, { type Static } from 'typebox';
import { COLLECTORS } from './collectors/index.ts';
import { GPU_SOURCES } from './gpu/open-source.ts';
import { collectorsPattern } from './registry/select-collectors.ts';

export const exporterSettings = Type.Object({
  ...SERVICE_SETTINGS,
  GPU_PORT: Type.Integer({
    default: 9445,
    minimum: 0,
    maximum: 65_535,
    description: 'port of the GPU metrics; 0 takes a free one',
  }),
  PATH_PROCFS: Type.String({
    default: '/proc',
    minLength: 1,
    description: 'where the /proc of the machine is mounted',
  }),
  PATH_SYSFS: Type.String({
    default: '/sys',
    minLength: 1,
    description: 'where the /sys of the machine is mounted',
  }),
  PATH_ROOTFS: Type.String({
    default: '/',
    minLength: 1,
    description: 'where the root of the machine is mounted',
  }),
  PATH_UDEV_DATA: Type.String({
    default: '/run/udev/data',
    minLength: 1,
    description: 'where the database of udev is mounted',
  }),
  TEXTFILE_DIRECTORIES: Type.String({
    default: '',
    description: 'folders whose *.prom files become part of the scrape, separated by commas',
  }),
  COLLECTORS: Type.String({
    default: '',
    pattern: collectorsPattern(COLLECTORS),
    description: `names to run only these, +name and -name to change the default set; there are ${COLLECTORS.map(({ name }) => name).join(', ')}`,
  }),
  COLLECTOR_TIMEOUT_MS: Type.Integer({
    default: 4000,
    minimum: 100,
    maximum: 60_000,
    description: 'how long one collector may take; less than the scrape timeout',
  }),
  CONTAINERS: Type.Boolean({
    default: true,
    description: 'whether containers are shown beside the machine, under the names of cAdvisor',
  }),
  PATH_DOCKER: Type.String({
    default: '/var/lib/docker',
    minLength: 1,
    description: 'data folder of Docker below the root of the machine, for the names of containers',
  }),
  GPU_SOURCE: Type.Enum(GPU_SOURCES, {
    default: 'auto',
    description: 'auto takes nvidia-smi where there is one; simulator invents two GPUs and labels them so',
  }),
  NVIDIA_SMI: Type.String({ default: 'nvidia-smi', minLength: 1, description: 'name or path of nvidia-smi' }),
  GPU_INTERVAL_MS: Type.Integer({
    default: 5000,
    minimum: 100,
    maximum: 300_000,
    description: 'how often nvidia-smi is asked',
  }),
  ...FAULT_SETTINGS,
  INFERENCE_METRICS_URL: Type.Optional(
    Type.String({
      pattern: '^http://',
      description: '/metrics of the inference service, whose load the simulated GPUs follow',
    }),
  ),
  GPU_SIMULATOR_SEED: Type.Integer({ default: 1, minimum: 0, description: 'same seed, same load' }),
});

export type ExporterConfig = Readonly<Static<typeof exporterSettings>>;
