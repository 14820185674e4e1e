/**
 * How long the Alertmanager waits before it tells somebody, in seconds. `drill` is `production` divided by sixty, so
 * that a drill takes tens of seconds; below the minimum a notification would come before its group is complete.
 */
export const TIMING_NAMES = ['production', 'drill'] as const;
export type TimingName = (typeof TIMING_NAMES)[number];

export const DRILL_DIVISOR = 60;
/** Less than this lets a symptom out before the alert that inhibits it has come in. */
const MINIMUM = { groupWait: 1, groupInterval: 2, repeatInterval: 3 } as const;

/** Seconds. */
interface RouteTiming {
  /** From the first alert of a group to its first notification: what comes meanwhile is in the same one. */
  readonly groupWait: number;
  /** From a notification to the next one that tells what is new or resolved. */
  readonly groupInterval: number;
  /** From a notification to the next one that tells nothing new. */
  readonly repeatInterval: number;
}

export type RouteKind = 'critical' | 'warning' | 'info' | 'autopilot' | 'heartbeat';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const PRODUCTION: Readonly<Record<RouteKind, RouteTiming>> = {
  critical: { groupWait: 30, groupInterval: 5 * MINUTE, repeatInterval: HOUR },
  warning: { groupWait: 30, groupInterval: 5 * MINUTE, repeatInterval: 4 * HOUR },
  info: { groupWait: MINUTE, groupInterval: 30 * MINUTE, repeatInterval: 24 * HOUR },
  // A machine needs no rest between messages, and what it rolls back should be rolled back soon.
  autopilot: { groupWait: 5, groupInterval: MINUTE, repeatInterval: HOUR },
  // Sent when a group is looked at and its last notification is older than the repetition: every third look.
  heartbeat: { groupWait: 0, groupInterval: 20, repeatInterval: 50 },
};

/** Beats that may be missed before silence is an alarm: one restart of the Alertmanager costs two. */
const MISSED_BEATS = 5;

export function routeTimings(timing: TimingName): Readonly<Record<RouteKind, RouteTiming>> {
  if (timing === 'production') return PRODUCTION;
  return Object.fromEntries(
    Object.entries(PRODUCTION).map(([kind, route]) => [kind, drilled(route)]),
  ) as Record<RouteKind, RouteTiming>;
}

const drilled = ({ groupWait, groupInterval, repeatInterval }: RouteTiming): RouteTiming => ({
  groupWait: groupWait === 0 ? 0 : compressed(groupWait, MINIMUM.groupWait),
  groupInterval: compressed(groupInterval, MINIMUM.groupInterval),
  repeatInterval: compressed(repeatInterval, MINIMUM.repeatInterval),
});

const compressed = (seconds: number, minimum: number): number =>
  Math.max(Math.round(seconds / DRILL_DIVISOR), minimum);

/** Seconds from one heartbeat to the next. */
export function heartbeatPeriod(timing: TimingName): number {
  const { groupInterval, repeatInterval } = routeTimings(timing).heartbeat;
  return groupInterval * Math.ceil(repeatInterval / groupInterval);
}

/** How long the pager waits for the Watchdog before it raises the alarm itself, in milliseconds. */
export const heartbeatTimeoutMs = (timing: TimingName): number =>
  heartbeatPeriod(timing) * MISSED_BEATS * 1000;

/** A Prometheus duration: `90` is `90s`, `120` is `2m`. */
export function duration(seconds: number): string {
  if (seconds > 0 && seconds % HOUR === 0) return `${seconds / HOUR}h`;
  if (seconds > 0 && seconds % MINUTE === 0) return `${seconds / MINUTE}m`;
  return `${seconds}s`;
}
