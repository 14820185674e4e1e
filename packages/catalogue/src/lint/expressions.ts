/** What can be wrong with an expression that is valid. After pint's offline checks, and its online ones as far as definitions know. */
import { type Node, walk } from '../promql-parse.ts';
import { conditionsOf, divides, isOutOfReach, rangeOf, reads } from './conditions.ts';
import type { ExpressionLint } from './problem.ts';
import { survivingLabels } from './surviving-labels.ts';
import { templatedLabels } from './texts.ts';

const OVER_A_RANGE = /^(?:rate|irate|increase|resets)$/;
const RECORDED_SHARE_OR_QUANTILE = /:(?:ratio_|p\d\d_)rate\d+m$/;

export const metricsExist: ExpressionLint = (tree, _alert, { known }) =>
  [...walk(tree)].flatMap((node) =>
    node.kind !== 'selector' || known.has(node.name)
      ? []
      : [
          `nothing measures ${node.name}: use its definition from src/metrics, src/external or src/rules, or define it there`,
        ],
  );

export const labelsExist: ExpressionLint = (tree, _alert, { known }) =>
  [...walk(tree)].flatMap((node) => {
    if (node.kind === 'selector') {
      const labels = known.get(node.name)?.labels;
      return node.matchers.flatMap(({ label }) =>
        labels === undefined || labels.has(label)
          ? []
          : [`${node.name} has no label ${label}, so nothing matches: it has ${[...labels].join(', ')}`],
      );
    }
    if (node.kind !== 'aggregate') return [];
    const inner = survivingLabels(node.args.at(-1) ?? node, known) ?? new Set<string>();
    return (node.by ?? []).flatMap((label) =>
      inner.has(label)
        ? []
        : [`by (${label}) keeps nothing: what is aggregated has ${[...inner].join(', ') || 'no label'}`],
    );
  });

export const templatesHaveLabels: ExpressionLint = (tree, alert, { known }) => {
  const labels = new Set([...(survivingLabels(tree, known) ?? []), ...Object.keys(alert.labels ?? {})]);
  return templatedLabels(alert).flatMap((label) =>
    labels.has(label)
      ? []
      : [
          `the description names $labels.${label}, which the expression has aggregated away: keep it in every \`by\`, or take it out`,
        ],
  );
};

export const serviceIsKnown: ExpressionLint = (tree, alert, { known }) =>
  survivingLabels(tree, known)?.has('service') === true || alert.labels?.service !== undefined
    ? []
    : [
        'alerts are grouped and inhibited by service, and this one has none: keep it in `by` or give it in `labels`',
      ];

export const thresholdsCanBeReached: ExpressionLint = (tree, _alert, { known }) =>
  conditionsOf(tree).flatMap((condition) => {
    const range = rangeOf(condition.value, known);
    if (range === undefined || !isOutOfReach(condition, range)) return [];
    const [lowest, highest] = range;
    return [
      `${condition.operator} ${condition.threshold} can never be: the value lies between ${lowest} and ${highest}`,
    ];
  });

/** Without a comparison an alert fires for as long as its series exist. */
export const somethingIsCompared: ExpressionLint = (tree, { name }) =>
  name === 'Watchdog' ||
  [...walk(tree)].some(
    (node) =>
      (node.kind === 'binary' && /^(?:[<>]=?|[=!]=)$/.test(node.operator)) ||
      (node.kind === 'call' && node.name === 'absent'),
  )
    ? []
    : ['nothing is compared, so it always fires: add a threshold'];

/** `clamp_min(…, 0.0001)` is never zero, whatever it clamps. */
const hasPositiveFloor = (node: Node): boolean =>
  node.kind === 'call' &&
  node.name === 'clamp_min' &&
  node.args[1]?.kind === 'number' &&
  node.args[1].value > 0;

export const divisorsAreGuarded: ExpressionLint = (tree) =>
  [...walk(tree)].flatMap((node) => {
    if (node.kind !== 'binary' || node.operator !== '/') return [];
    const guarded =
      node.right.kind === 'number' ||
      hasPositiveFloor(node.right) ||
      [...walk(node.right)].some((inner) => inner.kind === 'binary' && inner.operator === '>');
    return guarded
      ? []
      : [
          'a divisor may be zero, and NaN is neither above nor below anything: divide by (… > 0), as ratio() does',
        ];
  });

export const sharesNeedEvents: ExpressionLint = (tree) => {
  const conditions = conditionsOf(tree);
  const judged = conditions.some(
    ({ value }) =>
      reads(value, RECORDED_SHARE_OR_QUANTILE) ||
      (reads(value, OVER_A_RANGE) && (divides(value) || reads(value, /^histogram_quantile$/))),
  );
  const guarded = conditions.some(({ operator, value }) => operator === '>=' && reads(value, /^increase$/));
  return judged && !guarded
    ? ['a share or a quantile of three events is an anecdote: wrap the condition in withEvents()']
    : [];
};

/** A rate per second of the same events is sixty times larger where time runs sixty times faster. */
export const ratesAreNoThresholds: ExpressionLint = (tree) =>
  conditionsOf(tree).flatMap(({ value, threshold }) =>
    threshold !== 0 &&
    (reads(value, /^i?rate$/) || reads(value, /:rate\d+m$/)) &&
    !divides(value) &&
    !reads(value, /^histogram_quantile$/)
      ? [
          'a rate per second is compared with a number, which cannot be drilled: compare an increase, or a share',
        ]
      : [],
  );

/** `x unless x offset 5m`: what a counter shows when it appears, which no increase() sees. */
const appearing = (node: Node): readonly Node[] =>
  node.kind === 'binary' &&
  node.operator === 'unless' &&
  node.left.kind === 'selector' &&
  node.right.kind === 'selector' &&
  node.left.name === node.right.name
    ? [node.left, node.right]
    : [];

export const countersAreCounted: ExpressionLint = (tree, _alert, { known }) => {
  const problems: string[] = [];
  const allowed = new Set([...walk(tree)].flatMap(appearing));
  for (const node of walk(tree)) {
    if (
      node.kind === 'selector' &&
      node.range === undefined &&
      !allowed.has(node) &&
      known.get(node.name)?.type === 'counter'
    )
      problems.push(`${node.name} is a counter and only ever grows: look at its increase()`);
    if (node.kind !== 'call' || !OVER_A_RANGE.test(node.name)) continue;
    for (const argument of node.args)
      if (argument.kind === 'selector' && known.get(argument.name)?.type === 'gauge')
        problems.push(`${node.name}() of ${argument.name}, which is no counter: use delta() or deriv()`);
  }
  return problems;
};
