import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BenchError } from '../errors.ts';
import type { FixedRateResult } from './fixed-rate-program.ts';

const PROGRAM = fileURLToPath(new URL('./fixed-rate-program.ts', import.meta.url));
const OVERTIME_MS = 30_000;

/** Runs the fixed-rate generator as a process of its own, held to one core. */
export async function runFixedRate(options: {
  readonly url: string;
  readonly core: number;
  readonly ratePerSecond: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly bodiesFile: string;
  readonly signal: AbortSignal;
}): Promise<FixedRateResult> {
  const { url, core, ratePerSecond, warmUpSeconds, seconds, bodiesFile, signal } = options;
  const numbers = [ratePerSecond, warmUpSeconds, seconds].map(String);
  const { stdout } = await promisify(execFile)(
    'taskset',
    ['-c', String(core), process.execPath, PROGRAM, url, ...numbers, bodiesFile],
    { signal, timeout: (warmUpSeconds + seconds) * 1000 + OVERTIME_MS },
  );
  const result = JSON.parse(stdout) as FixedRateResult;
  if (result.failed > 0)
    throw new BenchError(
      `${result.failed} of ${result.requests} requests at ${ratePerSecond}/s failed`,
      'a benchmark of errors says nothing; look at the output of the service',
    );
  return result;
}
