import type { Alert } from '../alerts/alert.ts';
import { parsePromQl } from '../promql-parse.ts';
import * as expressions from './expressions.ts';
import * as lines from './lines.ts';
import type { ExpressionLint, Lint, LintContext } from './problem.ts';
import * as texts from './texts.ts';
import { absentWaits, rangesHoldSamples, waitIsCompressible } from './times.ts';

export { knownSeries } from './known-series.ts';
export type { LintContext } from './problem.ts';

const COMMON_LINTS: readonly Lint[] = [
  texts.nameIsCamelCase,
  texts.summaryIsConstant,
  texts.descriptionIsASentence,
  texts.severityIsKnown,
  texts.teamIsKnown,
  texts.runbookIsComplete,
  texts.isTested,
  waitIsCompressible,
];

const EXPRESSION_LINTS: readonly ExpressionLint[] = [
  ...Object.values(expressions),
  rangesHoldSamples,
  absentWaits,
];

const LINE_LINTS: readonly Lint[] = Object.values(lines);

/** Everything that is wrong with an alert over metrics, each with what to do about it. */
export function lintAlert(alert: Alert, context: LintContext): readonly string[] {
  const tree = parsePromQl(alert.expression);
  return [
    ...COMMON_LINTS.flatMap((lint) => lint(alert, context)),
    ...EXPRESSION_LINTS.flatMap((lint) => lint(tree, alert, context)),
  ];
}

/** The same for an alert over lines. */
export const lintLogAlert = (alert: Alert, context: LintContext): readonly string[] =>
  [...COMMON_LINTS, ...LINE_LINTS].flatMap((lint) => lint(alert, context));
