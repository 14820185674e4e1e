/**
 * Sends requests at a constant rate, whatever the answers do, and prints their latencies as JSON. Arguments: URL, rate
 * per second, seconds of warm-up, seconds measured, file with one body per line.
 *
 * Latency counts from the moment when a request was due, not from when it could be sent: a service that stalls for a
 * second makes 500 customers wait and not one ("coordinated omission", G. Tene). Between requests the loop turns
 * instead of sleeping, because timers are a millisecond late and would be the largest part of what is measured.
 */
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';
import { dueTimes, percentile } from './schedule.ts';

export interface FixedRateResult {
  readonly requests: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
  /** How late the generator itself was at sending, 99th percentile: latencies below this mean nothing. */
  readonly sentLateP99Ms: number;
}

const CONNECTIONS = 64;

const [, , target = '', rate = '', warmUpSeconds = '', seconds = '', bodiesFile = ''] = process.argv;
const url = new URL(target);
const bodies = readFileSync(bodiesFile, 'utf8').trimEnd().split('\n');
const pool = new Pool(url.origin, { connections: CONNECTIONS, pipelining: 1 });

await send(Number(rate), Number(warmUpSeconds));
const result = await send(Number(rate), Number(seconds));
process.stdout.write(`${JSON.stringify(result)}\n`);
await pool.close();

async function send(ratePerSecond: number, lengthSeconds: number): Promise<FixedRateResult> {
  const due = dueTimes(ratePerSecond, lengthSeconds);
  const latencies = new Float64Array(due.length);
  const lateness = new Float64Array(due.length);
  const open = new Set<Promise<void>>();
  let failed = 0;
  const start = performance.now();

  const ask = async (index: number, dueAt: number): Promise<void> => {
    try {
      const { statusCode, body } = await pool.request({
        path: url.pathname,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: bodies[index % bodies.length] ?? '',
      });
      await body.arrayBuffer();
      if (statusCode !== 200) failed += 1;
    } catch {
      failed += 1;
    }
    latencies[index] = performance.now() - start - dueAt;
  };

  for (let index = 0; index < due.length; ) {
    const now = performance.now() - start;
    for (let dueAt = due[index]; dueAt !== undefined && dueAt <= now; dueAt = due[index]) {
      lateness[index] = now - dueAt;
      const asked = ask(index, dueAt);
      open.add(asked);
      void asked.finally(() => open.delete(asked));
      index += 1;
    }
    await new Promise(setImmediate);
  }
  await Promise.all(open);

  latencies.sort();
  return {
    requests: due.length,
    failed,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    p999Ms: percentile(latencies, 0.999),
    maxMs: percentile(latencies, 1),
    sentLateP99Ms: percentile(lateness.sort(), 0.99),
  };
}
