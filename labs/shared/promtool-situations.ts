/** What a learner's rules and queries say in situations that the lab is not in at will: promtool plays them. */
import type { LabContext } from '@lab/course/lab';
import { stringify } from 'yaml';

export interface PlayedSituation {
  /** For who reads the file. */
  readonly name?: string;
  /** Values in promtool's notation by series, one for each interval. */
  readonly series: Readonly<Record<string, string>>;
  /** Between two values: a duration of Prometheus. */
  readonly interval: string;
  readonly asks: readonly {
    readonly expr: string;
    /** After the first value: a duration of Prometheus. */
    readonly at: string;
    /** Values by labels in braces; empty where nothing may come. */
    readonly samples: Readonly<Record<string, number>>;
  }[];
}

export interface Verdict {
  /** Whether everything that was asked in the situation has been answered so. */
  readonly isMet: boolean;
  /** The first of `asks` that was answered otherwise, from 0; undefined where none was. */
  readonly ask: number | undefined;
  /** The first answer that was another, as promtool prints it: `{} 5E-02`, or `nil`; undefined where it printed none. */
  readonly got: string | undefined;
}

const MOST_CHARACTERS = 600;

/** promtool names no test in which a query answers otherwise, but it prints the query, comment and all. */
const mark = (situation: number, ask: number): string => `# [situation ${situation} ask ${ask}]`;

/**
 * @param file where the situations are written to, in the learner's folder; not YAML by its name where the workbench has
 *   engines, which read their configuration again whenever YAML changes
 * @param ruleFiles relative to the learner's folder, which lies above that of `file`
 * @returns a verdict for each situation, in order
 * @throws Error in promtool's words where it cannot read rules or queries
 */
export async function playSituations(
  { files, tool }: { files: Pick<LabContext['files'], 'write'> } & Pick<LabContext, 'tool'>,
  file: string,
  situations: readonly PlayedSituation[],
  { ruleFiles = [], evaluationInterval }: { ruleFiles?: readonly string[]; evaluationInterval: string },
): Promise<readonly Verdict[]> {
  const document = {
    rule_files: ruleFiles.map((rules) => `../${rules}`),
    evaluation_interval: evaluationInterval,
    tests: situations.map(({ name, interval, series, asks }, index) => ({
      ...(name === undefined ? {} : { name }),
      interval,
      input_series: Object.entries(series).map(([written, values]) => ({ series: written, values })),
      promql_expr_test: asks.map(({ expr, at, samples }, ask) => ({
        expr: `${expr} ${mark(index, ask)}`,
        eval_time: at,
        exp_samples: Object.entries(samples).map(([labels, value]) => ({ labels, value })),
      })),
    })),
  };
  await files.write(file, stringify(document, { lineWidth: 0 }));
  const { exitCode, output } = await tool('promtool', 'test', 'rules', file);
  const verdicts = situations.map((_, index) => verdictIn(output, index));
  if (exitCode !== 0 && verdicts.every(({ isMet }) => isMet))
    throw new Error(`promtool: ${output.trim().slice(0, MOST_CHARACTERS)}`);
  const unread = /parse error: .*/.exec(output)?.[0];
  if (unread !== undefined) throw new Error(`promtool: ${unread}`);
  return verdicts;
}

function verdictIn(output: string, situation: number): Verdict {
  const found = new RegExp(`# \\[situation ${situation} ask (\\d+)\\]`).exec(output);
  return found === null
    ? { isMet: true, ask: undefined, got: undefined }
    : { isMet: false, ask: Number(found[1]), got: /got:\s*(.*)/.exec(output.slice(found.index))?.[1] };
}
