import type { Series } from '../promql.ts';

/** A query that Prometheus answers in advance. It is a series itself, so that alerts and panels can build on it. */
export interface RecordingRule<Label extends string = string> extends Series {
  /** `level:metric:operations`, or a name that dashboards of others ask for. */
  readonly name: string;
  readonly labels: Readonly<Record<Label, true>>;
  /** What it means and in which unit, for the reference; Prometheus has no field for it. */
  readonly help: string;
  readonly expression: string;
}

export interface RecordingRuleGroup {
  readonly name: string;
  /** Evaluated in this order, so that a rule may use those above it. */
  readonly rules: readonly RecordingRule[];
}

export const record = <const Label extends string>(
  name: string,
  labels: readonly Label[],
  help: string,
  expression: string,
): RecordingRule<Label> =>
  Object.freeze({
    name,
    labels: Object.fromEntries(labels.map((label) => [label, true])) as Record<Label, true>,
    help,
    expression,
  });
