/** Runs the claims of a question through promtool and amtool. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Question, RouteProof } from '../bank/schema.ts';
import { type PromtoolRun, promtoolRuns } from './promtool-files.ts';

/** Paths of the binaries. */
export interface Tools {
  readonly promtool: string;
  readonly amtool: string;
}

/** @returns one line per claim that is not true; none for a question of knowledge, which claims nothing that runs */
export async function disproved(question: Question, tools: Tools): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'quiz-proof-'));
  try {
    const problems: string[] = [];
    for (const run of promtoolRuns(question)) problems.push(...(await runPromtool(run, folder, tools)));
    if (question.kind === 'find-the-bug' && question.proof.tool === 'amtool')
      problems.push(...(await runAmtool(question.id, question.proof, folder, tools)));
    return problems;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runPromtool(
  { claim, rules, tests, expect, says }: PromtoolRun,
  folder: string,
  { promtool }: Tools,
): Promise<readonly string[]> {
  const ruleFile = join(folder, 'rules.yml');
  const testFile = join(folder, 'tests.yml');
  // JSON is YAML.
  if (rules !== undefined) {
    await writeFile(ruleFile, JSON.stringify(rules));
    // A rule that Prometheus cannot load fails every test, and that would be no proof.
    const checked = await run(promtool, ['check', 'rules', '--lint=none', ruleFile]);
    if (!checked.passed) return [`${claim}: promtool cannot read the rules\n${checked.output}`];
  }
  await writeFile(testFile, JSON.stringify({ ...tests, rule_files: rules === undefined ? [] : [ruleFile] }));
  const { passed, output } = await run(promtool, ['test', 'rules', testFile]);
  if (passed !== (expect === 'pass')) return [`${claim}: promtool says otherwise\n${output}`];
  return says === undefined || output.includes(says)
    ? []
    : [`${claim}: promtool does not say "${says}"\n${output}`];
}

async function runAmtool(
  id: string,
  { broken, mended, cases }: RouteProof,
  folder: string,
  { amtool }: Tools,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [name, config, which] of [
    ['broken', broken, 'seen'],
    ['mended', mended, 'expected'],
  ] as const) {
    const file = join(folder, `${name}.yml`);
    await writeFile(file, config);
    for (const { alert, ...receivers } of cases) {
      const labels = Object.entries(alert).map(([label, value]) => `${label}=${value}`);
      const { passed, output } = await run(amtool, [
        ...['config', 'routes', 'test', `--config.file=${file}`],
        ...[`--verify.receivers=${receivers[which].join(',')}`, ...labels],
      ]);
      if (!passed)
        problems.push(
          `${id}: the ${name} configuration does not tell ${receivers[which].join(', ')}\n${output}`,
        );
    }
  }
  return problems;
}

async function run(binary: string, args: readonly string[]): Promise<{ passed: boolean; output: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(binary, args);
    return { passed: true, output: `${stdout}${stderr}` };
  } catch (error) {
    const { stdout = '', stderr = '', code } = error as { stdout?: string; stderr?: string; code?: unknown };
    // A number is an exit status; anything else means that nothing ran.
    if (typeof code !== 'number') throw error;
    return { passed: false, output: `${stdout}${stderr}` };
  }
}
