/** What a learner's queries say in situations that promtool plays: the real shop is in none of them at will. */
import type { Probe } from '@lab/chaos';
import type { CheckContext } from '@lab/course/lab';
import { stringify } from 'yaml';

export interface Situation {
  /** As in "the queries where …". */
  readonly name: string;
  /** Values in promtool's notation, one a second for 90 seconds, by series. */
  readonly series: Readonly<Record<string, string>>;
}

const AT = '80s';

/** 1 where a probe does not hold, else 0: beyond a bound, not a number, or no answer at all. */
export function deviates({ query, atLeast, atMost }: Probe): string {
  const signs = [
    ...(atLeast === undefined ? [] : [`(${query}\n) < ${atLeast}`]),
    ...(atMost === undefined ? [] : [`(${query}\n) > ${atMost}`]),
    `(${query}\n) != (${query}\n)`,
    `absent(${query}\n)`,
  ];
  return anyOf(signs);
}

/** 1 where one of the queries answers something, else 0. */
export const anyOf = (queries: readonly string[]): string =>
  `clamp_max(${queries.map((query) => `(count(${query}\n) or vector(0))`).join(' + ')}, 1)`;

interface Expectation {
  readonly situation: Situation;
  readonly expression: string;
  readonly value: 0 | 1;
}

/** @returns those that are not met, in order; an Error of promtool's own, such as a query that it cannot read, is thrown */
export async function unmet(
  { files, tool }: Pick<CheckContext, 'files' | 'tool'>,
  name: string,
  expectations: readonly Expectation[],
): Promise<Expectation[]> {
  const tests = expectations.map(({ situation, expression, value }, index) => ({
    interval: '1s',
    input_series: Object.entries(situation.series).map(([series, values]) => ({ series, values })),
    promql_expr_test: [
      { expr: `${expression} ${mark(index)}`, eval_time: AT, exp_samples: [{ labels: '{}', value }] },
    ],
  }));
  // Not YAML by its name: the workbench reads its engines' configuration again whenever YAML changes.
  const file = `.check/${name}.promtest`;
  await files.write(file, stringify({ evaluation_interval: '1s', tests }, { lineWidth: 0 }));
  const { exitCode, output } = await tool('promtool', 'test', 'rules', file);
  const wrong = expectations.filter((_, index) => output.includes(mark(index)));
  if (output.includes('parse error') || (exitCode !== 0 && wrong.length === 0))
    throw new Error(`promtool: ${/parse error: .*/.exec(output)?.[0] ?? output.trim().slice(0, 400)}`);
  return wrong;
}

/** promtool prints the query that answers otherwise, comment and all. */
const mark = (index: number): string => `# [expected ${index}]`;
