import { styleText } from 'node:util';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { CommandContext } from '../main.ts';
import { formatDuration, table } from '../output.ts';
import { runTier, type TierResult } from '../test-tiers/run-tier.ts';
import { TIERS, type Tier } from '../test-tiers/tiers.ts';
import { wholeNumber } from '../whole-number.ts';

export interface TestOptions {
  readonly list?: boolean;
  readonly attempts?: string;
  /** Minutes in which all of them have to be over. */
  readonly within?: string;
}

const MOST_MINUTES = 1440;

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
  const attempts = wholeNumber('attempts', options.attempts ?? '1', 9);
  const endsAt =
    options.within === undefined
      ? undefined
      : Date.now() + wholeNumber('within', options.within, MOST_MINUTES) * 60_000;
  const results: TierResult[] = [];
  for (const tier of chosen(names)) {
    output.line(`\n${styleText('bold', `▶ ${tier.name}`)} ${styleText('dim', tier.proves)}`);
    results.push(await runTier(tier, { root: settings.root, json: output.json, attempts, endsAt }));
  }
  const failed = results.filter(({ passed }) => !passed);
  for (const { name, failures } of results.filter((result) => result.failures.length > 0)) {
    output.line(`\n${styleText('bold', `▶ what failed in ${name}`)}`);
    for (const line of failures) output.line(line);
  }
  output.line();
  output.line(
    table(
      ['tier', 'result', 'time'],
      results.map((result) => [result.name, verdict(result), formatDuration(result.durationMs)]),
    ),
  );
  output.line();
  output.line(`tiers: ${results.length - failed.length} passed, ${failed.length} failed`);
  output.data(results);
  if (failed.length > 0) output.line(`→ one tier alone: ./lab test ${failed[0]?.name}`);
  return failed.length === 0 ? EXIT.ok : EXIT.failed;
}

function verdict({ passed, attempts }: TierResult): string {
  if (!passed) return 'FAILED';
  return attempts === 1 ? 'passed' : `passed at attempt ${attempts}`;
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
