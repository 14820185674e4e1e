import type { MetricType } from './metric.ts';

/**
 * A metric that somebody else owns: an engine, node_exporter, dcgm-exporter, the Node client library.
 *
 * Only what queries need is repeated here. Its help, its buckets and its limits are its owner's.
 */
export interface ExternalMetric<Label extends string = string> {
  readonly type: MetricType | 'untyped';
  readonly name: string;
  readonly labels: Readonly<Record<Label, true>>;
}

const define =
  (type: ExternalMetric['type']) =>
  <const Label extends string = never>(name: string, labels: readonly Label[] = []): ExternalMetric<Label> =>
    Object.freeze({
      type,
      name,
      labels: Object.fromEntries(labels.map((label) => [label, true])) as Record<Label, true>,
    });

export const externalCounter = define('counter');
export const externalGauge = define('gauge');
export const externalHistogram = define('histogram');
/** What a text format calls `untyped`: mostly numbers copied from the kernel without a promise. */
export const externalUntyped = define('untyped');
