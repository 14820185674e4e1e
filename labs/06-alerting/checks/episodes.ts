/** When an alert was pending and firing, by what the learner's Prometheus wrote down of it. */
import type { LabContext } from '@lab/course/lab';

export interface Episode {
  /** Seconds since the epoch. */
  readonly pendingAt: number;
  readonly firingAt: number;
  /** Its last sample: it had ended an evaluation later. */
  readonly lastAt: number;
}

const STEP_SECONDS = 1;
/** What a range query of one second may span. */
const LONGEST_SECONDS = 10_000;
/** Two stretches of samples further apart are two episodes. */
const GAP_SECONDS = 6;

/** Episodes since the lab was started in which the alert fired, old to new. */
export async function episodes(
  { workbenchEngines, startedAt }: Pick<LabContext, 'workbenchEngines' | 'startedAt'>,
  alert: string,
): Promise<Episode[]> {
  const start = Math.max(startedAt / 1000, Date.now() / 1000 - LONGEST_SECONDS);
  const series = await workbenchEngines.prometheus.queryRange(`ALERTS{alertname="${alert}"}`, {
    start,
    step: STEP_SECONDS,
  });
  const samples = series
    .flatMap(({ labels, points }) => points.map(({ timestamp }) => ({ timestamp, state: labels.alertstate })))
    .sort((one, other) => one.timestamp - other.timestamp);
  const stretches: (typeof samples)[] = [];
  for (const sample of samples) {
    const last = stretches.at(-1);
    if (last === undefined || sample.timestamp - (last.at(-1)?.timestamp ?? 0) > GAP_SECONDS)
      stretches.push([sample]);
    else last.push(sample);
  }
  return stretches.flatMap((stretch) => {
    const [first, last] = [stretch[0], stretch.at(-1)];
    const firing = stretch.find(({ state }) => state === 'firing');
    return first === undefined || last === undefined || firing === undefined
      ? []
      : [{ pendingAt: first.timestamp, firingAt: firing.timestamp, lastAt: last.timestamp }];
  });
}

/** `14:03:22`, UTC. @param seconds since the epoch */
export const clock = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 19);
