import type { Evidence } from '@lab/catalogue/faults';
import { poll } from '@lab/engine-clients';
import { inTiming } from '@lab/slo';
import { messageOf } from '../errors.ts';
import type { LabUnderDrill } from './lab-under-drill.ts';

/**
 * Looks for what the catalogue says that somebody would find: in metrics, in lines and in traces since the injection.
 * @returns what was not found
 */
export async function missingEvidence(
  { metric, log, trace }: Evidence,
  { engines, timing }: LabUnderDrill,
  injectedAt: number,
  timeoutMs: number,
): Promise<string[]> {
  const since = injectedAt / 1000;
  const looks: [string, () => Promise<boolean>][] = [
    [`metric ${metric}`, async () => (await engines.prometheus.query(inTiming(metric, timing))).length > 0],
  ];
  if (log !== undefined)
    looks.push([`line ${log}`, async () => (await engines.loki.lines(log, since, 1)).length > 0]);
  if (trace !== undefined) {
    const what = `trace of ${trace.service}${trace.failed ? ' that failed' : ''}${trace.minimumMs ? ` over ${trace.minimumMs} ms` : ''}`;
    looks.push([what, async () => (await engines.traces.search(trace, since)).length > 0]);
  }
  const missing = await Promise.all(
    looks.map(([what, look]) =>
      poll(async () => ((await look()) ? true : undefined), {
        timeoutMs,
        intervalMs: 500,
        waitingFor: what,
      }).then(
        () => undefined,
        (error: unknown) => `no evidence: ${messageOf(error)}`,
      ),
    ),
  );
  return missing.filter((problem) => problem !== undefined);
}
