import type { SolveContext } from '@lab/course/lab';
import { poll } from '@lab/engine-clients';
import { exposedBy, select } from './checks/exposition.ts';
import { sendOutlier } from './checks/outlier.ts';
import { MERGED, sendWave, waveOf } from './checks/two-instances.ts';

const LIMIT_MS = 60_000;
const wait = { timeoutMs: LIMIT_MS, intervalMs: 500 };

/** Finds both answers as a learner does: from the exemplar to the trace, and from the buckets of both instances. */
export async function solve(lab: SolveContext): Promise<void> {
  await poll(() => bothRun(lab), { ...wait, waitingFor: 'both instances to run the solution' });
  const since = Date.now() / 1000;
  // An instance may be about to start anew with what was saved.
  await poll(() => sendOutlier(lab).then(() => true as const), { ...wait, waitingFor: 'the slow payment' });
  await lab.writeAnswer(
    'slowest-issuer',
    await poll(() => issuerOfSlowest(lab, since), { ...wait, waitingFor: 'the slowest payment' }),
  );
  await sendWave(lab);
  await lab.writeAnswer(
    'merged-quantile',
    await poll(() => percentile(lab), { ...wait, waitingFor: 'the wave in your Prometheus' }),
  );
}

async function bothRun({ workbench }: SolveContext): Promise<true | undefined> {
  for (const service of [workbench.service, workbench.secondService])
    if (select(await exposedBy(service), 'fraud_scores_in_flight').length === 0) return undefined;
  return true;
}

async function issuerOfSlowest(
  { engines, workbenchEngines: { prometheus }, startedAt }: SolveContext,
  since: number,
): Promise<string | undefined> {
  const from = Math.min(since, startedAt / 1000);
  const exemplars = await prometheus.exemplars(
    'fraud_score_duration_seconds_bucket{channel="partner"}',
    from,
  );
  const slowest = exemplars.toSorted((a, b) => b.value - a.value)[0];
  if (slowest === undefined) return undefined;
  const spans = await engines.traces.trace(slowest.labels.trace_id ?? '');
  return spans?.find(({ name }) => name === 'ask_issuer')?.attributes['issuer.name'];
}

/** Once both instances have been scraped since the wave: the first alone knows nothing of the slow ones. */
async function percentile(lab: SolveContext): Promise<string | undefined> {
  const { prometheus } = lab.workbenchEngines;
  const counted = await prometheus.sum('fraud_score_duration_seconds_count{channel="batch"}');
  const [sample] = await prometheus.query(MERGED);
  return sample !== undefined && counted >= 2 * waveOf(lab).each ? String(sample.value) : undefined;
}
