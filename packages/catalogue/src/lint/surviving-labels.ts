import type { Node } from '../promql-parse.ts';
import type { KnownSeries } from './known-series.ts';

type Labels = ReadonlySet<string>;
const NONE: Labels = new Set();

/**
 * Labels that the result of an expression has for sure. Undefined for a scalar.
 * Where `or` joins two sides, only what both have: a template must not be empty for half of its alerts.
 */
export function survivingLabels(node: Node, known: ReadonlyMap<string, KnownSeries>): Labels | undefined {
  const of = (inner: Node): Labels | undefined => survivingLabels(inner, known);
  switch (node.kind) {
    case 'number':
    case 'text':
      return undefined;
    case 'selector':
      return known.get(node.name)?.labels ?? NONE;
    case 'aggregate': {
      const inner = of(node.args.at(-1) ?? node) ?? NONE;
      if (node.without !== undefined) return minus(inner, node.without);
      return new Set((node.by ?? []).filter((label) => inner.has(label)));
    }
    case 'call':
      return ofCall(node.name, node.args, of);
    case 'binary': {
      const [left, right] = [of(node.left), of(node.right)];
      if (left === undefined) return right;
      if (right === undefined || node.operator === 'and' || node.operator === 'unless') return left;
      if (node.operator === 'or') return new Set([...left].filter((label) => right.has(label)));
      if (node.grouping === 'group_left') return left;
      if (node.grouping === 'group_right') return right;
      return node.on === undefined ? left : new Set(node.on);
    }
  }
}

function ofCall(
  name: string,
  args: readonly Node[],
  of: (node: Node) => Labels | undefined,
): Labels | undefined {
  const [first] = args;
  if (name === 'time' || name === 'scalar') return undefined;
  if (name === 'vector') return NONE;
  if (name === 'absent' && first?.kind === 'selector')
    return new Set(first.matchers.filter(({ operator }) => operator === '=').map(({ label }) => label));
  if (name === 'label_replace' && first !== undefined) {
    const added = args[1]?.kind === 'text' ? [args[1].value] : [];
    return new Set([...(of(first) ?? NONE), ...added]);
  }
  const vector = args.map(of).find((labels) => labels !== undefined);
  return name === 'histogram_quantile' && vector !== undefined ? minus(vector, ['le']) : vector;
}

const minus = (labels: Labels, gone: readonly string[]): Labels =>
  new Set([...labels].filter((label) => !gone.includes(label)));
