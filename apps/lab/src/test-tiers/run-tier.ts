import { TESTS_END_AT } from '@lab/engine-clients/testing';
import { execa } from 'execa';
import { failuresIn } from './failures.ts';
import type { Tier } from './tiers.ts';

export interface TierResult {
  readonly name: string;
  readonly passed: boolean;
  /** How often it was run. */
  readonly attempts: number;
  readonly durationMs: number;
  /** What it said of its failures, those of an earlier attempt included. */
  readonly failures: readonly string[];
}

interface TierOptions {
  readonly root: string;
  /** Whether the standard output is kept for a document. */
  readonly json: boolean;
  /** How often a tier may be run that fails; 1 for one that is to run once. */
  readonly attempts: number;
  /** Milliseconds since the epoch: no tier is run again that would not end by then. */
  readonly endsAt?: number | undefined;
}

/** Shows what a tier writes as it comes, and runs it again where it fails and may. */
export async function runTier(tier: Tier, options: TierOptions): Promise<TierResult> {
  const started = performance.now();
  const { endsAt = Number.POSITIVE_INFINITY } = options;
  const most = tier.once === true ? 1 : options.attempts;
  const failures: string[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const begun = performance.now();
    const failed = await attemptTier(tier, options);
    failures.push(...(failed ?? []));
    const isTimeForAnother = Date.now() + (performance.now() - begun) < endsAt;
    if (failed === undefined || attempt >= most || !isTimeForAnother)
      return {
        name: tier.name,
        passed: failed === undefined,
        attempts: attempt,
        durationMs: performance.now() - started,
        failures,
      };
  }
}

/** @returns undefined where it has passed, or what it said of its failures */
async function attemptTier(
  { command, env = {} }: Tier,
  { root, json, endsAt }: TierOptions,
): Promise<string[] | undefined> {
  const [file, ...args] = command;
  const given = { ...env, ...(endsAt === undefined ? {} : { [TESTS_END_AT]: String(endsAt) }) };
  const { exitCode, all } = await execa(file, args, {
    cwd: root,
    // It writes into a pipe, and would take that for a file.
    env: process.stdout.isTTY ? { FORCE_COLOR: '1', ...given } : given,
    stdin: 'inherit',
    stdout: [json ? process.stderr : 'inherit', 'pipe'],
    stderr: ['inherit', 'pipe'],
    all: true,
    reject: false,
  });
  return exitCode === 0 ? undefined : failuresIn(all);
}
