/**
 * The simulated past: what happened in each minute. Load follows the day and the week; errors, slowness, defaults and
 * drift have a usual level that incidents raise.
 */
import { deploymentsBetween, type Incident, type IncidentKind, incidentsBetween } from './incidents.ts';
import { wobble } from './random.ts';

export interface PastMinute {
  /** Minutes since the epoch. */
  readonly minute: number;
  /** The inference service was started anew: its counters begin at 0. */
  readonly restarted: boolean;
  /** Requests in this minute, failed ones included. */
  readonly requests: number;
  readonly failed: number;
  /** Share of requests that belong to the slow crowd, see latency-shape.ts. */
  readonly slowShare: number;
  /** Predictions that were made from default features. */
  readonly defaulted: number;
  readonly accuracy: number;
  /** Drift scores, one per feature. */
  readonly drift: readonly number[];
  /** Age of the newest stored event in seconds. */
  readonly featureAge: number;
}

export class SimulatedPast {
  readonly #seed: number;
  readonly #features: number;
  readonly #deployments: ReadonlySet<number>;
  readonly incidents: readonly Incident[];

  /** @param features how many features are watched for drift */
  constructor(range: { readonly from: number; readonly to: number }, seed: number, features: number) {
    this.#seed = seed;
    this.#features = features;
    this.incidents = incidentsBetween(range.from, range.to, seed);
    this.#deployments = deploymentsBetween(range.from, range.to, this.incidents);
  }

  at(minute: number): PastMinute {
    const during = (kind: IncidentKind): Incident | undefined =>
      this.incidents.find((one) => one.kind === kind && minute >= one.from && minute < one.to);
    const noise = (channel: number): number => wobble(this.#seed, minute, channel);
    const requests = Math.round(60 * loadAt(minute) * (1 + 0.08 * noise(1)));
    const drifting = during('drift');
    const stale = during('stale_features');
    return {
      minute,
      restarted: this.#deployments.has(minute),
      requests,
      failed: Math.round(requests * failureShare(during, noise(2))),
      slowShare: during('slow_model') === undefined ? 0 : 0.25 + 0.1 * noise(3),
      defaulted: Math.round(
        requests * (during('feature_outage') ? 0.7 + 0.2 * noise(4) : 0.0008 * (1 + noise(4))),
      ),
      accuracy: 0.935 + 0.012 * noise(5) - (isLate(drifting, minute) ? 0.11 : 0),
      drift: Array.from({ length: this.#features }, (_, feature) =>
        driftScore(drifting, feature, wobble(this.#seed, minute, 10 + feature)),
      ),
      // Without new events the age grows by a minute a minute, from a little less than an hour on.
      featureAge: stale === undefined ? 4 + 3 * noise(6) : 3000 + 60 * (minute - stale.from),
    };
  }
}

/** Requests per second: less at night (UTC) and at the weekend. */
function loadAt(minute: number): number {
  const hour = (minute % 1440) / 60;
  const day = Math.floor(minute / 1440) % 7;
  // 1 January 1970 was a Thursday: days 2 and 3 of these weeks are the weekend.
  const weekend = day === 2 || day === 3 ? 0.9 : 1;
  return 20 * weekend * (1 + 0.2 * Math.sin(((hour - 8) / 24) * 2 * Math.PI));
}

/** An outage fails nearly everything, a bad deployment a tenth, an ordinary minute hardly anything. */
function failureShare(during: (kind: IncidentKind) => Incident | undefined, noise: number): number {
  if (during('outage')) return 0.97 + 0.02 * noise;
  if (during('bad_deployment')) return 0.1 + 0.04 * noise;
  // A failure every now and then, not a fraction of one in every minute.
  return noise > 0.65 ? 0.002 : 0;
}

/** Labels come late, so accuracy falls in the last part of a drift, and only then. */
const isLate = (drift: Incident | undefined, minute: number): boolean =>
  drift !== undefined && minute > drift.from + 0.85 * (drift.to - drift.from);

/** A drift moves every third feature. */
const driftScore = (drift: Incident | undefined, feature: number, noise: number): number =>
  Math.max(0, drift !== undefined && feature % 3 === 0 ? 0.82 + 0.08 * noise : 0.18 + 0.15 * noise);
