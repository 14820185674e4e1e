import { styleText } from 'node:util';
import { execa } from 'execa';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { CommandContext } from '../main.ts';
import { formatDuration, table } from '../output.ts';
import { TIERS, type Tier } from '../test-tiers/tiers.ts';

export interface TestOptions {
  readonly list?: boolean;
}

interface TierResult {
  readonly name: string;
  readonly passed: boolean;
  readonly durationMs: number;
}

/** Runs the tiers one after the other, all of them also after one has failed, and sums up. */
export async function test(
  { settings, output }: CommandContext,
  options: TestOptions,
  names: readonly string[],
): Promise<number> {
  if (options.list) {
    output.line(
      table(
        ['tier', 'proves'],
        TIERS.map(({ name, proves }) => [name, proves]),
      ),
    );
    output.data(TIERS);
    return EXIT.ok;
  }
  const results: TierResult[] = [];
  for (const tier of chosen(names)) {
    output.line(`\n${styleText('bold', `▶ ${tier.name}`)} ${styleText('dim', tier.proves)}`);
    results.push(await run(tier, settings.root));
  }
  const failed = results.filter(({ passed }) => !passed);
  output.line();
  output.line(
    table(
      ['tier', 'result', 'time'],
      results.map(({ name, passed, durationMs }) => [
        name,
        passed ? 'passed' : 'FAILED',
        formatDuration(durationMs),
      ]),
    ),
  );
  output.line();
  output.line(`tiers: ${results.length - failed.length} passed, ${failed.length} failed`);
  output.data(results);
  if (failed.length > 0) output.line(`→ one tier alone: ./lab test ${failed[0]?.name}`);
  return failed.length === 0 ? EXIT.ok : EXIT.failed;
}

function chosen(names: readonly string[]): readonly Tier[] {
  const unknown = names.find((name) => !TIERS.some((tier) => tier.name === name));
  if (unknown !== undefined) {
    throw new LabError(
      'NO_SUCH_TIER',
      `there is no tier ${unknown}`,
      `the tiers: ${TIERS.map(({ name }) => name).join(', ')}`,
      EXIT.usage,
    );
  }
  return names.length === 0
    ? TIERS.filter(({ onRequest }) => onRequest !== true)
    : TIERS.filter(({ name }) => names.includes(name));
}

async function run({ name, command, env = {} }: Tier, root: string): Promise<TierResult> {
  const started = performance.now();
  const [file, ...args] = command;
  const { exitCode } = await execa(file, args, { cwd: root, env, stdio: 'inherit', reject: false });
  return { name, passed: exitCode === 0, durationMs: performance.now() - started };
}
