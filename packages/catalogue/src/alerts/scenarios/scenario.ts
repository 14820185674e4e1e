import type { Alert } from '../alert.ts';

/** Series in promtool's notation: `0x20` is twenty-one zeros, `0+10x5` counts 0, 10, … 50, one value per 15 s. */
export type InputSeries = Readonly<Record<string, string>>;

interface Moment {
  readonly series: InputSeries;
  /** Prometheus duration since the first sample. */
  readonly at: string;
}

/** The proof that an alert does what it says; promtool runs it against the generated rules. */
export interface AlertScenario {
  readonly alert: Alert;
  readonly fires: Moment & {
    /** Labels besides those of the alert itself. */
    readonly labels: Readonly<Record<string, string>>;
    readonly description: string;
    /** Where it tells a time or a rate, which the drill's is another one. */
    readonly descriptionInDrill?: string;
    /** A moment with the cause already there and `for` not yet over; absent where `for` is zero. */
    readonly pendingAt?: string;
    /** A moment after the cause is gone; absent for an alert that never resolves. */
    readonly resolvedAt?: string;
  };
  /** What looks alike and must not alert; absent for an alert that always fires. */
  readonly staysSilent?: readonly (Moment & { readonly because: string })[];
}

/** The scenarios of one group of alerts: one file of tests. */
export interface ScenarioGroup {
  /** The group's name. */
  readonly name: string;
  /** Between two samples, and between two evaluations: 15 s unless the alerts look further back. */
  readonly interval?: string;
  readonly scenarios: readonly AlertScenario[];
}

/** `{a="1",b="2"}` with what is given only by the target, for names that carry no label of their own. */
export const withLabels = (name: string, labels: Readonly<Record<string, string>>): string =>
  `${name}{${Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(',')}}`;

/** A counter that stands for a minute, grows by `step` for ten and stands again: what each alert over an increase needs. */
export const growing = (step: number): string => `0x4 0+${step}x40 ${step * 40}x60`;
/** What was counted before and grows no more. */
export const COUNTED_BEFORE = '500x60';
