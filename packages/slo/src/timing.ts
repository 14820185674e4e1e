/**
 * Two timings of the same rules. An expression is written once, in production terms; the drill runs it sixty times
 * faster, so that an alert that waits an hour can be proven in a minute.
 *
 * What is compressed: every duration token, because in a rule it is a time of the rule: `[5m]`, `offset 1h`,
 * `predict_linear(x[1h], 4h)`, `> 1h` (Prometheus 3 reads a duration as its seconds). What is not: plain numbers
 * (`> 0.5` seconds of latency stay half a second), strings, comments and names: `slo:sli_error:ratio_rate5m` is
 * called that in both timings, so that dashboards, routes and alerts need no second edition.
 */
import { formatDuration, parseDuration } from './durations.ts';

export interface Timing {
  readonly name: 'production' | 'drill';
  /** By how much every duration is divided. */
  readonly divisor: 1 | 60;
  /** Between two scrapes of our services. */
  readonly scrapeInterval: string;
  /** Between two evaluations of a rule. */
  readonly evaluationInterval: string;
  /** No range becomes shorter: below a few scrapes, rates are made of luck. */
  readonly minimumRange: string;
  /** No `for` becomes shorter, except one that was nothing to begin with. */
  readonly minimumFor: string;
}

/** As infra/prometheus/prometheus.yml scrapes our services and evaluates; rules stand as they are written. */
export const PRODUCTION: Timing = Object.freeze({
  name: 'production',
  divisor: 1,
  scrapeInterval: '5s',
  evaluationInterval: '5s',
  minimumRange: '0s',
  minimumFor: '0s',
});

export const DRILL: Timing = Object.freeze({
  name: 'drill',
  divisor: 60,
  scrapeInterval: '1s',
  evaluationInterval: '1s',
  minimumRange: '5s',
  minimumFor: '1s',
});

export const TIMINGS: readonly Timing[] = [PRODUCTION, DRILL];

/** Rounds up where milliseconds cannot be divided: 1s becomes 17ms. Nothing stays nothing. */
function compress(duration: string, timing: Timing, minimum: string): string {
  const milliseconds = parseDuration(duration);
  if (timing.divisor === 1 || milliseconds === 0) return duration;
  return formatDuration(Math.max(Math.ceil(milliseconds / timing.divisor), parseDuration(minimum)));
}

/** `for` or `keep_firing_for` of a rule. */
export const forInTiming = (duration: string, timing: Timing): string =>
  compress(duration, timing, timing.minimumFor);

/** A range or window that is not part of an expression; the same as `[…]` in one. */
export const rangeInTiming = (duration: string, timing: Timing): string =>
  compress(duration, timing, timing.minimumRange);

/**
 * What PromQL and LogQL are made of, as far as a duration has to be told from everything else. Order matters: a
 * name may hold digits and units (`rate5m`), a number may be followed by nothing (`5`), a duration by no letter.
 */
const TOKEN = new RegExp(
  [
    /(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)/,
    /(?<comment>#[^\n]*)/,
    /(?<name>(?:[A-Za-z_]|:(?=[A-Za-z_:]))[\w:.]*)/,
    /(?<duration>(?:\d+(?:ms|[ywdhms]))+(?![\w.]))/,
    /(?<number>0[xX][\da-fA-F]+|\d[\w.]*(?:(?<=[eE])[+-]?\d+)?)/,
    /(?<bracket>[[\]:])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gs',
);

type Place = 'outside' | 'range' | 'resolution';

/**
 * The expression as it runs in a timing.
 *
 * Ranges (`[5m]`) do not fall below the timing's minimum; the resolution of a subquery (`[1h:1m]`) not below the
 * evaluation interval, where its samples come from; offsets and durations that are read as numbers have no floor.
 */
export function inTiming(expression: string, timing: Timing): string {
  if (timing.divisor === 1) return expression;
  let place: Place = 'outside';
  const minimum = { outside: '0s', range: timing.minimumRange, resolution: timing.evaluationInterval };
  return expression.replaceAll(TOKEN, (token, ...rest) => {
    const { duration, bracket } = rest.at(-1) as { duration?: string; bracket?: string };
    if (bracket === '[') place = 'range';
    else if (bracket === ']') place = 'outside';
    else if (bracket === ':' && place === 'range') place = 'resolution';
    return duration === undefined ? token : compress(duration, timing, minimum[place]);
  });
}
