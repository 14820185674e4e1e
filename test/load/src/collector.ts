import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { scrape, sumOfSamples } from './metrics-text.ts';
import { PinnedProcess } from './pinned-process.ts';
import type { VariantName } from './variants/variant.ts';

const CONFIG = fileURLToPath(new URL('../collector.yaml', import.meta.url));
const START_LIMIT_MS = 15_000;
/** It shares the generator's core, and takes what the generator leaves. */
const NICE = 19;

export interface Collector {
  /** Base URL of the variant's own receiver, OTLP over HTTP. */
  otlpUrlFor(variant: VariantName): string;
  /** Spans received from the variant since the start. */
  acceptedSpans(variant: VariantName): Promise<number>;
  stop(): Promise<void>;
}

export async function startCollector(options: {
  readonly binary: string;
  readonly core: number;
  readonly outputFolder: string;
  readonly signal: AbortSignal;
}): Promise<Collector> {
  const ports: Record<Exclude<VariantName, 'bare'>, number> = {
    ours: await freePort(),
    fastapi: await freePort(),
    'fastapi-lean': await freePort(),
  };
  const metricsPort = await freePort();
  const child = new PinnedProcess({
    name: 'collector',
    core: options.core,
    nice: NICE,
    command: [options.binary, '--config', CONFIG],
    env: {
      OURS_PORT: String(ports.ours),
      FASTAPI_PORT: String(ports.fastapi),
      FASTAPI_LEAN_PORT: String(ports['fastapi-lean']),
      METRICS_PORT: String(metricsPort),
    },
    stdout: join(options.outputFolder, 'collector.log'),
    stderr: join(options.outputFolder, 'collector.stderr.log'),
  });
  const metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
  try {
    await child.answers(metricsUrl, START_LIMIT_MS, options.signal);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return {
    otlpUrlFor: (variant) => (variant === 'bare' ? '' : `http://127.0.0.1:${ports[variant]}`),
    acceptedSpans: async (variant) =>
      sumOfSamples(await scrape(metricsUrl), 'otelcol_receiver_accepted_spans', {
        receiver: `otlp/${variant}`,
      }),
    stop: () => child.stop(),
  };
}
