/**
 * PromQL as a tree, as far as rules here are written in it. promtool judges whether an expression is valid; this is for
 * what promtool does not look at: which labels survive, whether a threshold can be reached, whether a divisor may be zero.
 */
import { parseDuration } from '@lab/slo';

interface LabelMatcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

export type Node =
  /** A duration is its seconds. */
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | {
      readonly kind: 'selector';
      readonly name: string;
      readonly matchers: readonly LabelMatcher[];
      /** As written, for `[…]`; a subquery's is that of its range. */
      readonly range?: string;
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] }
  | {
      readonly kind: 'aggregate';
      readonly name: string;
      readonly args: readonly Node[];
      readonly by?: readonly string[];
      readonly without?: readonly string[];
    }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Node;
      readonly right: Node;
      readonly on?: readonly string[];
      readonly grouping?: 'group_left' | 'group_right';
    };

const AGGREGATIONS = new Set(['sum', 'avg', 'min', 'max', 'count', 'topk', 'bottomk', 'stddev', 'quantile']);
/** From the weakest to the strongest. */
const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and', 'unless'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const TOKEN =
  /\s*(?:#[^\n]*\n\s*)*("(?:[^"\\]|\\.)*"|[A-Za-z_:][\w:]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[a-z]*(?:\d+[a-z]+)*|\.\d+|==|!=|<=|>=|=~|!~|[-+*/%<>=(){}[\],:])/gy;

/** @throws {SyntaxError} where the expression is none, or is richer than what is written here. */
export function parsePromQl(expression: string): Node {
  const matches = [...expression.matchAll(TOKEN)];
  const tokens = matches.map(([, token = '']) => token);
  const last = matches.at(-1);
  const end = last === undefined ? 0 : last.index + last[0].length;
  if (expression.slice(end).trim() !== '')
    throw new SyntaxError(`cannot read "${expression.slice(end, end + 20)}" in ${expression}`);
  let at = 0;
  const peek = (): string | undefined => tokens[at];
  const next = (): string => {
    const token = tokens[at++];
    if (token === undefined) throw new SyntaxError(`unexpected end of ${expression}`);
    return token;
  };
  const accept = (token: string): boolean => {
    if (peek() !== token) return false;
    at++;
    return true;
  };
  const expect = (token: string): void => {
    if (!accept(token)) throw new SyntaxError(`${token} expected before ${peek()} in ${expression}`);
  };
  const list = <Item>(open: string, close: string, item: () => Item): Item[] => {
    expect(open);
    const items: Item[] = [];
    while (!accept(close)) {
      items.push(item());
      if (peek() !== close) expect(',');
    }
    return items;
  };
  const labels = (): string[] => list('(', ')', next);

  function binary(level: number): Node {
    const operators = LEVELS[level];
    if (operators === undefined) return operand();
    let left = binary(level + 1);
    while (operators.includes(peek() ?? '')) {
      const operator = next();
      accept('bool');
      const on = accept('on') ? labels() : undefined;
      if (accept('ignoring')) labels();
      let grouping: 'group_left' | 'group_right' | undefined;
      if (peek() === 'group_left' || peek() === 'group_right') {
        grouping = next() as 'group_left' | 'group_right';
        if (peek() === '(') labels();
      }
      const right = binary(level + 1);
      left = { kind: 'binary', operator, left, right, ...(on && { on }), ...(grouping && { grouping }) };
    }
    return left;
  }

  function operand(): Node {
    const token = next();
    if (token === '(') {
      const inner = binary(0);
      expect(')');
      return ranged(inner);
    }
    if (token === '-') {
      const value = operand();
      return { kind: 'binary', operator: '*', left: { kind: 'number', value: -1 }, right: value };
    }
    if (token.startsWith('"')) return { kind: 'text', value: JSON.parse(token) as string };
    if (/^[\d.]/.test(token))
      return { kind: 'number', value: /[a-df-z]$/.test(token) ? parseDuration(token) / 1000 : Number(token) };
    if (AGGREGATIONS.has(token) && ['(', 'by', 'without'].includes(peek() ?? '')) return aggregate(token);
    if (peek() === '(') return ranged({ kind: 'call', name: token, args: list('(', ')', () => binary(0)) });
    const matchers = peek() === '{' ? list('{', '}', matcher) : [];
    return ranged({ kind: 'selector', name: token, matchers });
  }

  function matcher(): LabelMatcher {
    return { label: next(), operator: next(), value: JSON.parse(next()) as string };
  }

  function aggregate(name: string): Node {
    const clause = (): object =>
      accept('by') ? { by: labels() } : accept('without') ? { without: labels() } : {};
    const before = clause();
    const args = list('(', ')', () => binary(0));
    return { kind: 'aggregate', name, args, ...before, ...clause() };
  }

  /** `[5m]`, `[1h:1m]`, `offset 5m` after what they belong to. */
  function ranged(node: Node): Node {
    let result = node;
    if (accept('[')) {
      const range = next();
      while (!accept(']')) at++;
      result =
        node.kind === 'selector'
          ? { ...node, range }
          : { kind: 'call', name: 'subquery', args: [node, { kind: 'text', value: range }] };
    }
    if (accept('offset')) {
      accept('-');
      next();
    }
    return result;
  }

  const tree = binary(0);
  if (peek() !== undefined) throw new SyntaxError(`${peek()} is left over in ${expression}`);
  return tree;
}

/** The node and everything below it. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  if (node.kind === 'binary') {
    yield* walk(node.left);
    yield* walk(node.right);
  } else if (node.kind === 'call' || node.kind === 'aggregate') {
    for (const argument of node.args) yield* walk(argument);
  }
}
