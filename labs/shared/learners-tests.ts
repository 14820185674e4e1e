/** A learner's tests of rules, run by promtool: on the rules that they are for, and on others that they have to notice. */
import { type CheckContext, type Finding, found } from '@lab/course/lab';
import { parse, stringify } from 'yaml';

type Place = Pick<CheckContext, 'files' | 'tool'>;

interface Tests {
  readonly tests?: readonly {
    readonly name?: string;
    readonly promql_expr_test?: readonly { readonly expr: string }[];
  }[];
}

const LONGEST_OUTPUT = 600;

/** That there are tests, and that they pass. */
export async function testsPass(
  { files, tool }: Place,
  testsFile: string,
  expected: string,
): Promise<Finding> {
  const { exitCode, output } = await tool('promtool', 'test', 'rules', testsFile);
  const { tests = [] } = read(await files.read(testsFile));
  const passed = exitCode === 0 && tests.length > 0;
  const failure = tests.length === 0 ? 'there is no test' : output.trim().slice(0, LONGEST_OUTPUT);
  return found(passed, { expected, seen: passed ? 'they pass' : failure, lookAt: testsFile });
}

/**
 * Changes of rules that the tests do not notice. One promtool reads all of them: each start of a tool costs.
 *
 * @param changes the rules, each time with something wrong in them
 * @param beside rule files that the tests need as well, as they are
 */
export async function unnoticed<Change>(
  { files, tool }: Place,
  testsFile: string,
  changes: ReadonlyMap<Change, string>,
  beside: readonly string[] = [],
): Promise<Change[]> {
  const tests = read(await files.read(testsFile));
  const runs: string[] = [];
  for (const [index, rules] of [...changes.values()].entries()) {
    const rulesFile = `changed-${index}.rules`;
    // Not YAML by its name: the workbench reads its engines' configuration again whenever YAML changes.
    const run = `.check/changed-${index}.promtest`;
    const document = {
      ...tests,
      rule_files: [...beside.map((path) => `../${path}`), rulesFile],
      tests: marked(tests, markOf(index)),
    };
    await files.write(`.check/${rulesFile}`, rules);
    await files.write(run, stringify(document, { lineWidth: 0 }));
    runs.push(run);
  }
  const { output } = await tool('promtool', 'test', 'rules', ...runs);
  return [...changes.keys()].filter((_, index) => !output.includes(markOf(index)));
}

/** An empty file has no tests. */
const read = (text: string): Tests => (parse(text) as Tests | null) ?? {};

/** By which a failure of promtool tells on which rules it happened. */
const markOf = (change: number): string => `[changed ${change}]`;

/**
 * promtool prints the name of a test where an alert differs, and only the query where a query does: both get the mark.
 */
const marked = ({ tests = [] }: Tests, mark: string): NonNullable<Tests['tests']> =>
  tests.map(({ name = '', promql_expr_test = [], ...test }) => ({
    ...test,
    name: `${mark} ${name}`,
    promql_expr_test: promql_expr_test.map(({ expr, ...query }) => ({
      ...query,
      expr: `${expr}\n# ${mark}`,
    })),
  }));
