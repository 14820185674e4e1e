import type { LabContext } from '@lab/course/lab';
import { mustAnswer, send } from './requests.ts';

/** One payment that took longer than all others, for this learner alone: the exemplar leads to it, the trace explains it. */
interface Outlier {
  readonly issuer: string;
  readonly delayMs: number;
  readonly traceId: string;
}

export const outlierOf = ({ draws }: Pick<LabContext, 'draws'>): Outlier => ({
  issuer: `bank-${draws.token('outlier issuer', 6)}`,
  delayMs: draws.integer('outlier milliseconds', 2600, 3400),
  traceId: draws.token('outlier trace', 32),
});

/** Sends it once: where the trace is stored already, it was sent. */
export async function sendOutlier({ draws, engines, workbench }: LabContext): Promise<void> {
  const outlier = outlierOf({ draws });
  if ((await engines.traces.trace(outlier.traceId)) !== undefined) return;
  mustAnswer([await send(workbench.secondService, { channel: 'partner', ...outlier })], 200);
}
