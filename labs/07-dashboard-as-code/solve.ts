import type { SolveContext } from '@lab/course/lab';
import { fetchText, poll } from '@lab/engine-clients';
import { EVENING_SECONDS, SHORTEST_DELAY_MS } from './checks/evening.ts';
import { slowTrace, tookLong } from './checks/slow-trace.ts';
import { busiest, versions } from './checks/versions.ts';

const BUCKETS = 'ml_prediction_duration_seconds_bucket';
/** The evening, and a scrape and a span that arrive late. */
const OVER_WITHIN_MS = (EVENING_SECONDS + 30) * 1000;
const TRACE_WITHIN_MS = 30_000;

export async function solve(lab: SolveContext): Promise<void> {
  const { exitCode, output } = await lab.runScript('src/generate.ts');
  if (exitCode !== 0) throw new Error(`src/generate.ts: ${output}`);
  const beganAt = await evening(lab);
  await lab.writeAnswer(slowTrace.id, await slowTraceId(lab));
  await poll(() => (Date.now() - beganAt > OVER_WITHIN_MS ? true : undefined), {
    timeoutMs: OVER_WITHIN_MS + 10_000,
    intervalMs: 1000,
    waitingFor: 'the evening to be over',
    signal: lab.signal,
  });
  const job = await busiest(lab);
  if (job === undefined) throw new Error('no version has scored anything');
  await lab.writeAnswer(versions.id, `${job.version}, ${job.rows.toFixed(0)}`);
}

/** Pushes the button, once for each start of the lab. @returns when, in milliseconds since the epoch */
async function evening({ workbench, files }: SolveContext): Promise<number> {
  const RECORD = '.check/evening-began';
  if (await files.exists(RECORD)) return Number(await files.read(RECORD));
  await fetchText(`${workbench.secondService}/evening`, { method: 'POST' });
  const beganAt = Date.now();
  await files.write(RECORD, String(beganAt));
  return beganAt;
}

/** Along a dot, as the text says: an exemplar of a slow prediction whose trace is kept. */
const slowTraceId = ({ engines, startedAt, signal }: SolveContext): Promise<string> =>
  poll(
    async () => {
      const slow = (await engines.prometheus.exemplars(BUCKETS, startedAt / 1000))
        .filter(({ value }) => value * 1000 >= SHORTEST_DELAY_MS)
        .flatMap(({ labels }) => labels.trace_id ?? []);
      for (const id of slow) {
        const spans = (await engines.traces.trace(id)) ?? [];
        if (spans.some(tookLong)) return id;
      }
      return undefined;
    },
    {
      timeoutMs: OVER_WITHIN_MS + TRACE_WITHIN_MS,
      intervalMs: 1000,
      waitingFor: 'an exemplar of a slow prediction, and its trace',
      signal,
    },
  );
