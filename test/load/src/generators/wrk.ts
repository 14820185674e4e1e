import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BenchError } from '../errors.ts';

const SCRIPT = fileURLToPath(new URL('../../wrk/predict.lua', import.meta.url));
/** wrk counts an answer after this time as broken. On a busy machine a late answer is late, and no error. */
const ANSWER_LIMIT_SECONDS = 20;
const OVERTIME_MS = 10_000 + ANSWER_LIMIT_SECONDS * 1000;

export interface ClosedLoopResult {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** `wrk`: so many connections, each asking again as soon as it is answered, held to one core. */
export async function runWrk(options: {
  readonly url: string;
  readonly core: number;
  readonly connections: number;
  readonly seconds: number;
  readonly bodiesFile: string;
  readonly signal: AbortSignal;
}): Promise<ClosedLoopResult> {
  const { url, core, connections, seconds, bodiesFile, signal } = options;
  const { stdout } = await promisify(execFile)(
    'taskset',
    [
      ...['-c', String(core), 'wrk'],
      ...['--threads', '1', '--connections', String(connections), '--duration', `${seconds}s`],
      ...['--timeout', `${ANSWER_LIMIT_SECONDS}s`, '--latency', '--script', SCRIPT, url, '--', bodiesFile],
    ],
    { signal, timeout: seconds * 1000 + OVERTIME_MS },
  );
  return parseWrk(stdout);
}

/**
 * Reads the line that wrk/predict.lua prints.
 * @throws BenchError where an answer was not 2xx or a connection broke: errors are cheap, and would look fast
 */
export function parseWrk(output: string): ClosedLoopResult {
  const line = /^RESULT (.*)$/m.exec(output)?.[1];
  if (line === undefined) throw new BenchError(`wrk printed no result:\n${output}`, 'is it wrk 4?');
  const { requests, micros, p50, p99, notOk, broken } = JSON.parse(line) as Record<
    'requests' | 'micros' | 'p50' | 'p99' | 'notOk' | 'broken',
    number
  >;
  if (requests === 0 || notOk > 0 || broken > 0)
    throw new BenchError(
      `of ${requests} requests ${notOk} were not answered with 2xx and ${broken} broke`,
      'a benchmark of errors says nothing; look at the output of the service',
    );
  return {
    requests,
    requestsPerSecond: requests / (micros / 1e6),
    p50Ms: p50 / 1000,
    p99Ms: p99 / 1000,
  };
}
