import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  BenchError,
  renderResult,
  reportProfile,
  runBench,
  VARIANTS,
  type VariantName,
} from '@lab/test-load';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { CommandContext } from '../main.ts';
import { howToGet } from '../native/engines/how-to-get.ts';
import { readEngineManifest } from '../native/engines/manifest.ts';
import { resolveEngine } from '../native/engines/resolve.ts';
import type { Settings } from '../settings.ts';
import { wholeNumber } from '../whole-number.ts';

export interface BenchOptions {
  readonly rounds: string;
  readonly seconds: string;
  readonly variants: string;
  readonly profile?: string;
  readonly check?: boolean;
}

const INTERRUPTIONS = ['SIGINT', 'SIGTERM'] as const;

/** Measures our /predict beside a bare one and FastAPI's; exit code 1 for a missed goal only with `--check`. */
export async function bench({ settings, output }: CommandContext, options: BenchOptions): Promise<number> {
  const request = {
    variants: chosenVariants(options.variants),
    rounds: wholeNumber('rounds', options.rounds, 100),
    seconds: wholeNumber('seconds', options.seconds, 600),
    profileFolder: options.profile === undefined ? undefined : resolve(options.profile),
  };
  if (request.profileFolder !== undefined) mkdirSync(request.profileFolder, { recursive: true });
  const { root, stateDir, cacheDir } = settings;
  const collectorBinary = await collectorOf(settings);
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  for (const signal of INTERRUPTIONS) process.once(signal, interrupt);
  try {
    const result = await runBench({
      ...request,
      root,
      stateDir,
      cacheDir,
      collectorBinary,
      signal: interrupted.signal,
      say: output.note,
    });
    output.line(renderResult(result));
    if (request.profileFolder !== undefined) output.line(`\n${reportProfile(request.profileFolder)}`);
    output.data(result);
    return options.check === true && result.goals.some(({ met }) => !met) ? EXIT.failed : EXIT.ok;
  } catch (error) {
    if (interrupted.signal.aborted) return EXIT.interrupted;
    if (error instanceof BenchError) throw new LabError('BENCH_FAILED', error.message, error.hint);
    throw error;
  } finally {
    for (const signal of INTERRUPTIONS) process.removeListener(signal, interrupt);
  }
}

async function collectorOf(settings: Settings): Promise<string> {
  const engine = readEngineManifest(settings).find(({ name }) => name === 'collector');
  if (engine === undefined) throw new Error('infra/engines/engines.json names no collector');
  const found = await resolveEngine(engine, settings);
  if (found === undefined)
    throw new LabError(
      'COLLECTOR_MISSING',
      'the benchmark sends its spans to a real Collector, and there is none',
      howToGet(engine),
    );
  return found.path;
}

function chosenVariants(text: string): VariantName[] {
  const names = [...new Set(text.split(','))];
  const unknown = names.filter((name) => !VARIANTS.includes(name as VariantName));
  if (unknown.length === 0) return names as VariantName[];
  throw new LabError(
    'USAGE',
    `no variant ${unknown.join(', ')}`,
    `there are: ${VARIANTS.join(', ')}`,
    EXIT.usage,
  );
}
