import type { Alert } from '../alerts/alert.ts';
import type { Node } from '../promql-parse.ts';
import type { KnownSeries } from './known-series.ts';

/** What a lint may look at besides the alert itself. */
export interface LintContext {
  readonly known: ReadonlyMap<string, KnownSeries>;
  /** Text of the runbook, or undefined where there is none. */
  readonly runbook: (alertName: string) => string | undefined;
  /** Names of the alerts that have a scenario. */
  readonly tested: ReadonlySet<string>;
}

/** Says what is wrong and what to do about it. */
export type Lint = (alert: Alert, context: LintContext) => readonly string[];

/** The same for those that look into the expression. */
export type ExpressionLint = (tree: Node, alert: Alert, context: LintContext) => readonly string[];
