import type { Fault } from '@lab/catalogue/faults';
import { poll } from '@lab/engine-clients';
import { inTiming } from '@lab/slo';
import { messageOf } from '../errors.ts';
import type { LabUnderDrill } from './lab-under-drill.ts';

const PATIENCE_MS = 60_000;

/** @throws Error that names what does not hold */
export async function steadyState(
  { steadyState: probes }: Pick<Fault, 'steadyState'>,
  lab: LabUnderDrill,
): Promise<void> {
  for (const { title, query } of probes)
    await answers(lab, query, PATIENCE_MS).catch((error: unknown) => {
      throw new Error(`${title}: ${messageOf(error)}`);
    });
}

/**
 * Waits until an expression, written for production, answers something in this lab's timing.
 * @throws PollTimeout
 */
export async function answers(lab: LabUnderDrill, expression: string, timeoutMs: number): Promise<void> {
  const query = inTiming(expression, lab.timing);
  await poll(async () => ((await lab.engines.prometheus.query(query)).length > 0 ? true : undefined), {
    timeoutMs,
    intervalMs: 250,
    waitingFor: `an answer to ${query}`,
  });
}
