import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { type Collector, startCollector } from './collector.ts';
import { cpuSeconds } from './cpu-time.ts';
import { BenchError } from './errors.ts';
import { runFixedRate } from './generators/fixed-rate.ts';
import { runWrk } from './generators/wrk.ts';
import { twoCores } from './machine.ts';
import { type BenchResult, type Measurement, summarise } from './results/summary.ts';
import { TRANSACTION_BODIES } from './transactions.ts';
import { requireSameAnswers } from './variants/same-answers.ts';
import { startVariant } from './variants/start.ts';
import type { Variant, VariantName } from './variants/variant.ts';
import {
  countedPredictions,
  countPredictionLines,
  missingWork,
  type WorkDone,
} from './variants/work-done.ts';

export interface BenchOptions {
  readonly variants: readonly VariantName[];
  readonly rounds: number;
  /** Of each measurement, two of which are made per variant and round. */
  readonly seconds: number;
  /** The repository's root folder. */
  readonly root: string;
  /** Where the outputs of the processes lie while it runs, and stay if it fails. */
  readonly stateDir: string;
  readonly cacheDir: string;
  readonly collectorBinary: string;
  /** Folder for CPU profiles of `ours`; undefined where none is taken. */
  readonly profileFolder: string | undefined;
  readonly signal: AbortSignal;
  /** Progress, for people. */
  readonly say: (text: string) => void;
}

const CONNECTIONS = 32;
const RATE_PER_SECOND = 500;
const MAX_WARM_UP_SECONDS = 2;

/**
 * Measures the variants in turn, round by round, one service core and one generator core, and proves that each did
 * its work. Nothing that it started is left when it returns or throws.
 * @throws BenchError where a tool is missing, a service fails, or work was left out
 */
export async function runBench(options: BenchOptions): Promise<BenchResult> {
  const cores = twoCores();
  const loadBefore = loadavg()[0] ?? 0;
  mkdirSync(options.stateDir, { recursive: true });
  const outputFolder = mkdtempSync(join(options.stateDir, 'bench-'));
  const bodiesFile = join(outputFolder, 'bodies.jsonl');
  writeFileSync(bodiesFile, `${TRANSACTION_BODIES.join('\n')}\n`);
  const { signal, say } = options;

  const variants: Variant[] = [];
  let collector: Collector | undefined;
  const stopVariants = async (): Promise<void> => {
    await Promise.all(variants.map(({ process }) => process.stop()));
  };
  try {
    collector = await startCollector({
      binary: options.collectorBinary,
      core: cores.generator,
      outputFolder,
      signal,
    });
    for (const name of options.variants) {
      say(`starting ${name}`);
      const otlpUrl = collector.otlpUrlFor(name);
      variants.push(await startVariant(name, { ...options, core: cores.service, otlpUrl, outputFolder }));
    }
    const probes = await requireSameAnswers(variants);
    const bench = { ...options, variants, cores, bodiesFile };
    const { measurements, answered } = await measureAll(bench);
    const counted = await Promise.all(
      variants.map(({ observed }) => (observed === undefined ? 0 : countedPredictions(observed.metricsUrl))),
    );
    await stopVariants(); // their last spans leave as they end
    const work = await workOf(variants, collector, {
      answered: answered.map((count) => count + probes),
      counted,
      inFlight: 2 * options.rounds * CONNECTIONS,
    });
    rmSync(outputFolder, { recursive: true });
    return {
      machine: { cpu: cpus()[0]?.model ?? 'unknown', loadBefore, loadAfter: loadavg()[0] ?? 0 },
      settings: {
        rounds: options.rounds,
        seconds: options.seconds,
        connections: CONNECTIONS,
        ratePerSecond: RATE_PER_SECOND,
        serviceCore: cores.service,
        generatorCore: cores.generator,
      },
      ...summarise(measurements),
      work,
      measurements,
    };
  } finally {
    await stopVariants();
    await collector?.stop();
    if (signal.aborted) rmSync(outputFolder, { recursive: true, force: true });
  }
}

interface RunningBench extends Pick<BenchOptions, 'rounds' | 'seconds' | 'signal' | 'say'> {
  readonly variants: readonly Variant[];
  readonly cores: { readonly service: number; readonly generator: number };
  readonly bodiesFile: string;
}

async function measureAll(bench: RunningBench): Promise<{ measurements: Measurement[]; answered: number[] }> {
  const measurements: Measurement[] = [];
  const answered = bench.variants.map(() => 0);
  for (let round = 0; round < bench.rounds; round += 1)
    for (let turn = 0; turn < bench.variants.length; turn += 1) {
      // Each round begins with another variant, so that none is always measured after the same neighbour.
      const index = (round + turn) % bench.variants.length;
      const variant = bench.variants[index] as Variant;
      const { measurement, requests } = await measure(variant, round, bench);
      answered[index] = (answered[index] ?? 0) + requests;
      measurements.push(measurement);
      const { closedLoop, cpuMicrosPerRequest, fixedRate } = measurement;
      bench.say(
        `round ${round + 1}/${bench.rounds} ${variant.name}: ${Math.round(closedLoop.requestsPerSecond)} requests/s, ` +
          `${Math.round(cpuMicrosPerRequest)} µs CPU each; p99 at ${RATE_PER_SECOND}/s ${fixedRate.p99Ms.toFixed(2)} ms`,
      );
    }
  return { measurements, answered };
}

async function measure(
  { name, url, process: service }: Variant,
  round: number,
  { seconds, cores, bodiesFile, signal }: RunningBench,
): Promise<{ measurement: Measurement; requests: number }> {
  const core = cores.generator;
  const warmUpSeconds = Math.min(MAX_WARM_UP_SECONDS, seconds);
  const closed = { url, core, connections: CONNECTIONS, bodiesFile, signal };
  const warmUp = await runWrk({ ...closed, seconds: warmUpSeconds });
  const cpuBefore = cpuSeconds(service.pid);
  const closedLoop = await runWrk({ ...closed, seconds });
  const cpuMicrosPerRequest = ((cpuSeconds(service.pid) - cpuBefore) * 1e6) / closedLoop.requests;
  const ratePerSecond = RATE_PER_SECOND;
  const fixedRate = await runFixedRate({
    url,
    core,
    ratePerSecond,
    warmUpSeconds,
    seconds,
    bodiesFile,
    signal,
  });
  const requests =
    warmUp.requests + closedLoop.requests + fixedRate.requests + warmUpSeconds * RATE_PER_SECOND;
  return { measurement: { variant: name, round, closedLoop, cpuMicrosPerRequest, fixedRate }, requests };
}

async function workOf(
  variants: readonly Variant[],
  collector: Collector,
  known: {
    readonly answered: readonly number[];
    readonly counted: readonly number[];
    readonly inFlight: number;
  },
): Promise<BenchResult['work']> {
  const work: BenchResult['work'] = {};
  for (const [index, { name, observed }] of variants.entries()) {
    if (observed === undefined) continue;
    const done: WorkDone = {
      answered: known.answered[index] ?? 0,
      counted: known.counted[index] ?? 0,
      logLines: await countPredictionLines(observed),
      spans: await collector.acceptedSpans(name),
    };
    const problems = missingWork(done, known.inFlight);
    if (problems.length > 0)
      throw new BenchError(
        `${name} left work out: ${problems.join('; ')}`,
        `its output: ${observed.logFile}`,
      );
    work[name] = done;
  }
  return work;
}
