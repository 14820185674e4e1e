/**
 * An objective as data. Everything that Prometheus evaluates, every test of it and every budget is made from this.
 */
import type { AlertWindows } from './windows.ts';

/** Stands for the window in an expression, as in Sloth: `sum(rate(requests_total[{{.window}}]))`. */
export const WINDOW = '{{.window}}';

/** Bad events among all events, both counted: rates per second over `{{.window}}`, with the same labels on both. */
interface RatioSli {
  readonly kind: 'ratio';
  readonly errors: string;
  readonly total: string;
  readonly example: {
    /** Counters of good and of bad events, for the unit tests. */
    readonly good: string;
    readonly bad: string;
  };
}

/** Events slower than a threshold, out of a classic histogram. */
export interface LatencySli {
  readonly kind: 'latency';
  /** Name without `_bucket`. */
  readonly histogram: string;
  /** Matchers without braces: `job="api",code!~"5.."`; may be empty. */
  readonly matchers: string;
  /** Seconds; must be a bound of the histogram, because between two bounds nothing is known. */
  readonly threshold: number;
  /** Bounds of the histogram without +Inf. */
  readonly bounds: readonly number[];
}

/**
 * A gauge beside a threshold, looked at once a minute: each of its series is then one good or one bad event.
 * A series that is NaN is none: unknown is not bad.
 */
export interface GaugeSli {
  readonly kind: 'gauge';
  /** Any expression that gives one value per thing that can be good or bad. */
  readonly value: string;
  readonly good: { readonly operator: '<' | '<=' | '>' | '>='; readonly threshold: number };
  readonly example: GaugeExample;
}

/** Series for the unit tests. `$i` stands for the number of one of many things that are watched. */
interface GaugeExample {
  readonly series: string;
  /** Values of a good and of a bad thing: of the gauge, or per second where the series is a counter. */
  readonly good: number;
  readonly bad: number;
  readonly counter?: boolean;
  /** Series that the expression joins, such as an info metric, and the value at which a thing counts. */
  readonly alongside?: readonly { readonly series: string; readonly value: number }[];
}

/** Age of what a timestamp gauge (Unix seconds) tells, looked at once a minute. */
export interface FreshnessSli {
  readonly kind: 'freshness';
  /** Selector of the timestamps; each series is one thing that can be stale. */
  readonly timestamp: string;
  readonly maximumAge: string;
  /** Series for the unit tests, with `$i` as in a gauge's. */
  readonly example: string;
}

export type Sli = RatioSli | LatencySli | GaugeSli | FreshnessSli;

type Labels = Readonly<Record<string, string>>;

export interface Alerting {
  /** Name of both alerts, as in Sloth; `sloth_severity` tells them apart. */
  readonly name: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  /** Labels that only the page or the ticket has; `severity` belongs here. */
  readonly page: { readonly labels: Labels };
  readonly ticket: { readonly labels: Labels };
}

export interface SloSpec {
  readonly service: string;
  /** Unique within the service; lower case with dashes. */
  readonly name: string;
  readonly description: string;
  /** Share of events that must be good, between 0 and 1: 0.999. */
  readonly objective: number;
  /** The rolling time that the budget is for: `30d`, `7d`, `24h`. */
  readonly period: string;
  readonly sli: Sli;
  /** On every series of the SLO. */
  readonly labels?: Labels;
  readonly alerting: Alerting;
  /** Only for periods without windows of their own, or for other ideas of urgency. */
  readonly windows?: AlertWindows;
  /**
   * What to do about a pair whose threshold lies above 100 % errors: refuse the objective (default), or give the pair
   * longer windows.
   */
  readonly unreachablePairs?: 'refuse' | 'rescale';
  /**
   * Bad events that the long window must hold before its pair fires, default 5: at ten requests an hour one failure
   * is a burn of 100, and not worth waking anybody. Bad events rather than all events, so that a service with little
   * traffic that is down still pages. 0 switches the guard off.
   */
  readonly minimumBadEvents?: number;
}

/** What the rules will run on. */
export interface SloEnvironment {
  /** How long Prometheus keeps samples. */
  readonly retention: string;
}

export const DEFAULT_MINIMUM_BAD_EVENTS = 5;

/** `sloth_id` */
export const sloId = ({ service, name }: Pick<SloSpec, 'service' | 'name'>): string => `${service}-${name}`;
