import * as external from '../external/index.ts';
import * as catalogue from '../index.ts';
import { LOG_RECORDING_GROUPS } from '../log-alerts/index.ts';
import { parsePromQl, walk } from '../promql-parse.ts';
import { RECORDING_RULE_GROUPS, type RecordingRule } from '../rules/index.ts';
import { budgetRecordings, SLOS } from '../slos/index.ts';

export interface KnownSeries {
  readonly type: 'counter' | 'gauge' | 'histogram' | 'untyped';
  readonly labels: ReadonlySet<string>;
  /** Largest finite bound of the histogram that it is made from, in its unit. */
  readonly largestBucket?: number;
}

/** What Prometheus adds to each series that it scrapes. */
const TARGET_LABELS = ['job', 'instance', 'service'];

interface Definition {
  readonly type: KnownSeries['type'];
  readonly name: string;
  readonly labels: Readonly<Record<string, unknown>>;
  readonly buckets?: readonly number[];
}

const isDefinition = (value: unknown): value is Definition =>
  typeof value === 'object' && value !== null && 'type' in value && 'name' in value && 'labels' in value;

const expand = ({ type, name, labels, buckets }: Definition): [string, KnownSeries][] => {
  const all = new Set([...Object.keys(labels), ...TARGET_LABELS]);
  const largest = buckets?.at(-1);
  const bound = largest === undefined ? {} : { largestBucket: largest };
  if (type !== 'histogram') return [[name, { type, labels: all }]];
  return [
    [`${name}_bucket`, { type: 'counter', labels: new Set([...all, 'le']), ...bound }],
    [`${name}_sum`, { type: 'counter', labels: all }],
    [`${name}_count`, { type: 'counter', labels: all }],
  ];
};

/** Every series that a rule may read: ours, those of engines and exporters, and what other rules record. */
export function knownSeries(): ReadonlyMap<string, KnownSeries> {
  const measured = [...Object.values<unknown>(catalogue), ...Object.values<unknown>(external)]
    .filter(isDefinition)
    .flatMap(expand);
  const known = new Map<string, KnownSeries>(measured);
  const recorded = (rule: RecordingRule): void => {
    known.set(rule.name, {
      type: 'gauge',
      labels: new Set(Object.keys(rule.labels)),
      ...boundOf(rule, known),
    });
  };
  for (const { rules } of RECORDING_RULE_GROUPS) rules.forEach(recorded);
  for (const { rules } of LOG_RECORDING_GROUPS)
    for (const { name, labels } of rules)
      known.set(name, { type: 'gauge', labels: new Set(Object.keys(labels)) });
  for (const { name, labels } of SLOS.flatMap(budgetRecordings))
    known.set(name, { type: 'gauge', labels: new Set(Object.keys(labels)) });
  return known;
}

/** A quantile is never above the largest finite bucket of its histogram. */
function boundOf(
  { expression }: RecordingRule,
  known: ReadonlyMap<string, KnownSeries>,
): { largestBucket?: number } {
  const nodes = [...walk(parsePromQl(expression))];
  if (!nodes.some((node) => node.kind === 'call' && node.name === 'histogram_quantile')) return {};
  const bounds = nodes.flatMap((node) =>
    node.kind === 'selector' ? (known.get(node.name)?.largestBucket ?? []) : [],
  );
  return bounds[0] === undefined ? {} : { largestBucket: bounds[0] };
}
