/** Situations that promtool plays with the learner's rules: samples, and what must follow. */
import { type Finding, found, type LabContext } from '@lab/course/lab';
import { stringify } from 'yaml';

export const USE_RULES = 'prometheus/rules/use.yml';
export const ALERT_RULES = 'prometheus/rules/alerts.yml';
export const CAPACITY_RULES = 'prometheus/rules/capacity.yml';

export interface Played {
  /** A sentence: what happens, and what must follow. */
  readonly name: string;
  /** Values in promtool's notation by series, one for each step. */
  readonly series: Readonly<Record<string, string>>;
  readonly expects: readonly Expected[];
  /** Between two samples, in seconds; a minute unless told. */
  readonly stepSeconds?: number;
}

interface Expected {
  readonly atMinutes: number;
  readonly expr: string;
  /** Values by labels in braces; empty where nothing may come. */
  readonly samples: Readonly<Record<string, number>>;
}

/** promtool names no test where a query answers otherwise, but it prints the query, comment and all. */
const mark = (situation: number): string => `# [situation ${situation}]`;

/**
 * Whether the rules do the right thing in each.
 * @param evaluationMinutes between two evaluations: hours cost less with more
 * @throws Error in promtool's words where it cannot read the rules
 */
export async function plays(
  lab: Pick<LabContext, 'files' | 'tool'>,
  ruleFiles: readonly string[],
  played: readonly Played[],
  evaluationMinutes = 1,
): Promise<Finding> {
  // Not YAML by its name: the workbench reads its engines' configuration again whenever YAML changes.
  const file = `.check/${(ruleFiles.at(-1) ?? '').replaceAll(/\W/g, '-')}.promtest`;
  await lab.files.write(file, stringify(document(ruleFiles, played, evaluationMinutes), { lineWidth: 0 }));
  const { exitCode, output } = await lab.tool('promtool', 'test', 'rules', file);
  const wrong = played.filter((_, index) => output.includes(mark(index))).map(({ name }) => name);
  if (exitCode !== 0 && wrong.length === 0) throw new Error(`promtool: ${output.trim().slice(0, 600)}`);
  return found(wrong.length === 0, {
    expected: `the right thing in each of ${played.length} situations that promtool plays`,
    seen: wrong.length === 0 ? 'the right thing' : `something else where ${wrong.join('; and where ')}`,
    lookAt: `${ruleFiles.at(-1)}; the samples: ${file}`,
  });
}

const document = (ruleFiles: readonly string[], played: readonly Played[], evaluationMinutes: number) => ({
  rule_files: ruleFiles.map((file) => `../${file}`),
  evaluation_interval: `${evaluationMinutes}m`,
  tests: played.map(({ name, series, expects, stepSeconds = 60 }, index) => ({
    name,
    interval: `${stepSeconds}s`,
    input_series: Object.entries(series).map(([written, values]) => ({ series: written, values })),
    promql_expr_test: expects.map(({ atMinutes, expr, samples }) => ({
      expr: `${expr} ${mark(index)}`,
      eval_time: `${atMinutes}m`,
      exp_samples: Object.entries(samples).map(([labels, value]) => ({ labels, value })),
    })),
  })),
});
