import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Logger } from '@lab/instrumentation/core';
import { LoadFollower } from './load-follower.ts';
import { NvidiaSmi } from './nvidia-smi.ts';
import { GpuSimulator } from './simulator.ts';
import type { GpuSource } from './source.ts';

export const GPU_SOURCES = ['auto', 'nvidia-smi', 'simulator', 'none'] as const;

interface GpuSettings {
  readonly GPU_SOURCE: (typeof GPU_SOURCES)[number];
  readonly NVIDIA_SMI: string;
  readonly GPU_INTERVAL_MS: number;
  readonly GPU_SIMULATOR_SEED: number;
  readonly INFERENCE_METRICS_URL?: string | undefined;
}

/** A driver that recovers from an error can take seconds; one that takes longer is not coming back by itself. */
const ANSWER_LIMIT_MS = 10_000;

/** Nobody gets simulated GPUs without asking: `auto` on a machine without nvidia-smi is no source at all. */
export async function openGpuSource(settings: GpuSettings, logger: Logger): Promise<GpuSource | undefined> {
  switch (settings.GPU_SOURCE) {
    case 'simulator':
      return openSimulator(settings, logger);
    case 'nvidia-smi':
      return openNvidiaSmi(settings, logger);
    case 'auto':
      return (await isExecutable(settings.NVIDIA_SMI)) ? openNvidiaSmi(settings, logger) : undefined;
    case 'none':
      return undefined;
  }
}

function openSimulator(settings: GpuSettings, logger: Logger): GpuSimulator {
  const { GPU_SIMULATOR_SEED: seed, INFERENCE_METRICS_URL: url } = settings;
  return new GpuSimulator({
    seed,
    now: Date.now,
    ...(url === undefined ? {} : { load: LoadFollower.start(url, logger) }),
  });
}

const openNvidiaSmi = (settings: GpuSettings, logger: Logger): NvidiaSmi =>
  NvidiaSmi.start({
    command: settings.NVIDIA_SMI,
    intervalMs: settings.GPU_INTERVAL_MS,
    answerLimitMs: ANSWER_LIMIT_MS,
    logger,
  });

async function isExecutable(command: string): Promise<boolean> {
  const folders = isAbsolute(command) ? [''] : (process.env.PATH ?? '').split(delimiter);
  const found = await Promise.allSettled(
    folders.map((folder) => access(join(folder, command), constants.X_OK)),
  );
  return found.some(({ status }) => status === 'fulfilled');
}
