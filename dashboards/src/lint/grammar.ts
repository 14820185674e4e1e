/** The grammars that Prometheus and Grafana publish for their own editors: what they cannot read, no engine can. */
import { parser as logQl } from '@grafana/lezer-logql';
import { parser as traceQl } from '@grafana/lezer-traceql';
import type { Tree } from '@lezer/common';
import { parser as promQl } from '@prometheus-io/lezer-promql';

const GRAMMARS = {
  prometheus: { language: 'PromQL', parser: promQl },
  loki: { language: 'LogQL', parser: logQl },
  tempo: { language: 'TraceQL', parser: traceQl },
} as const;

type Engine = keyof typeof GRAMMARS;
export const isEngine = (uid: string): uid is Engine => uid in GRAMMARS;

export const parsePromQl = (expression: string): Tree => promQl.parse(expression);

const BESIDE = 15;

/** What is wrong with an expression, with the place; undefined where nothing is. */
export function syntaxError(engine: Engine, expression: string): string | undefined {
  const { language, parser } = GRAMMARS[engine];
  let at: number | undefined;
  parser.parse(expression).iterate({
    enter(node) {
      if (node.type.isError && at === undefined) at = node.from;
    },
  });
  if (expression.trim() === '') return `there is no ${language}`;
  if (at === undefined) return undefined;
  const before = expression.slice(Math.max(0, at - BESIDE), at);
  return `this is no ${language}, from "${before}⟨here⟩${expression.slice(at, at + BESIDE)}" on`;
}
