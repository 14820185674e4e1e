import { type Node, walk } from '../promql-parse.ts';
import type { KnownSeries } from './known-series.ts';

interface Condition {
  readonly operator: string;
  readonly value: Node;
  readonly threshold: number;
}

const COMPARISONS = ['==', '!=', '<', '<=', '>', '>='];

/** Every comparison with a number that decides whether an alert fires; those inside an aggregation only filter. */
export function conditionsOf(node: Node): readonly Condition[] {
  if (node.kind === 'call' && node.name === 'label_replace' && node.args[0] !== undefined)
    return conditionsOf(node.args[0]);
  if (node.kind !== 'binary') return [];
  const { operator, left, right } = node;
  if (COMPARISONS.includes(operator) && right.kind === 'number')
    return [{ operator, value: left, threshold: right.value }, ...conditionsOf(left)];
  if (['and', 'or', 'unless'].includes(operator)) return [...conditionsOf(left), ...conditionsOf(right)];
  return [];
}

export const reads = (node: Node, name: RegExp): boolean =>
  [...walk(node)].some(
    (inner) => (inner.kind === 'call' || inner.kind === 'selector') && name.test(inner.name),
  );

export const divides = (node: Node): boolean =>
  [...walk(node)].some(
    (inner) => inner.kind === 'binary' && inner.operator === '/' && inner.right.kind !== 'number',
  );

type Range = readonly [lowest: number, highest: number];
const SHARE: Range = [0, 1];

/** Values that an expression can have at all, where that is known. */
export function rangeOf(node: Node, known: ReadonlyMap<string, KnownSeries>): Range | undefined {
  if (node.kind === 'binary') {
    if (node.operator === '/' && node.right.kind !== 'number') return SHARE;
    if (COMPARISONS.includes(node.operator)) return rangeOf(node.left, known);
    return undefined;
  }
  if (node.kind === 'selector') {
    const largest = known.get(node.name)?.largestBucket;
    if (largest !== undefined) return [0, largest];
    if (/(?:_ratio|_score|_accuracy)$|:ratio_|^up$/.test(node.name)) return SHARE;
    return /utilization/.test(node.name) ? [0, 100] : undefined;
  }
  const argument = 'args' in node ? node.args.at(-1) : undefined;
  if (argument === undefined) return undefined;
  if (node.kind === 'aggregate')
    return ['max', 'min', 'avg'].includes(node.name) ? rangeOf(argument, known) : undefined;
  if (node.kind !== 'call') return undefined;
  if (node.name === 'histogram_quantile') {
    const buckets = [...walk(argument)].flatMap((inner) =>
      inner.kind === 'selector' ? (known.get(inner.name)?.largestBucket ?? []) : [],
    );
    return buckets[0] === undefined ? undefined : [0, buckets[0]];
  }
  return /^(?:max|min|avg)_over_time$/.test(node.name) ? rangeOf(argument, known) : undefined;
}

export const isOutOfReach = ({ operator, threshold }: Condition, [lowest, highest]: Range): boolean =>
  (operator === '>' && threshold >= highest) ||
  (operator === '>=' && threshold > highest) ||
  (operator === '<' && threshold <= lowest) ||
  (operator === '<=' && threshold < lowest);
