/** What went wrong in the simulated past, and what was released: a few things, as in any month. */
import { chance } from './random.ts';

export const INCIDENT_KINDS = [
  'bad_deployment',
  'outage',
  'slow_model',
  'feature_outage',
  'stale_features',
  'drift',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

export interface Incident {
  readonly kind: IncidentKind;
  /** Minutes since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** How long each kind lasts in minutes, and how often it comes in 30 days. */
const HABITS: Readonly<Record<IncidentKind, { readonly minutes: number; readonly perMonth: number }>> = {
  bad_deployment: { minutes: 12, perMonth: 2 },
  outage: { minutes: 5, perMonth: 1 },
  slow_model: { minutes: 45, perMonth: 3 },
  feature_outage: { minutes: 35, perMonth: 3 },
  stale_features: { minutes: 75, perMonth: 2 },
  drift: { minutes: 420, perMonth: 2 },
};

const MONTH_MINUTES = 30 * 1440;

/** Incidents between two moments (minutes since the epoch), spread over the time, in order. */
export function incidentsBetween(from: number, to: number, seed: number): readonly Incident[] {
  const incidents = INCIDENT_KINDS.flatMap((kind, channel) => {
    const { minutes, perMonth } = HABITS[kind];
    const count = Math.max(1, Math.round(((to - from) / MONTH_MINUTES) * perMonth));
    const slot = (to - from) / count;
    return Array.from({ length: count }, (_, index): Incident => {
      const lasts = Math.round(minutes * (0.6 + 0.8 * chance(seed, index, channel)));
      const start = Math.floor(
        from + slot * index + chance(seed, index, channel + 50) * Math.max(0, slot - lasts),
      );
      return { kind, from: start, to: start + lasts };
    });
  });
  return incidents.sort((left, right) => left.from - right.from);
}

/** Restarts of the inference service, about every third day at ten in the morning (UTC); bad ones included. */
export function deploymentsBetween(
  from: number,
  to: number,
  incidents: readonly Incident[],
): ReadonlySet<number> {
  const moments = new Set(
    incidents.filter(({ kind }) => kind === 'bad_deployment').map((incident) => incident.from),
  );
  for (let day = Math.ceil(from / 1440); day * 1440 < to; day++) {
    if (day % 3 === 0) moments.add(day * 1440 + 600);
  }
  return moments;
}
