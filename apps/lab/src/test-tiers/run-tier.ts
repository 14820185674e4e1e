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
}

/** Shows what a tier writes as it comes, and runs it again where it fails and may. */
export async function runTier(tier: Tier, options: TierOptions): Promise<TierResult> {
  const started = performance.now();
  const most = tier.once === true ? 1 : options.attempts;
  const failures: string[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const failed = await attemptTier(tier, options);
    failures.push(...(failed ?? []));
    if (failed === undefined || attempt >= most)
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
  { root, json }: TierOptions,
): Promise<string[] | undefined> {
  const [file, ...args] = command;
  const { exitCode, all } = await execa(file, args, {
    cwd: root,
    // It writes into a pipe, and would take that for a file.
    env: process.stdout.isTTY ? { FORCE_COLOR: '1', ...env } : env,
    stdin: 'inherit',
    stdout: [json ? process.stderr : 'inherit', 'pipe'],
    stderr: ['inherit', 'pipe'],
    all: true,
    reject: false,
  });
  return exitCode === 0 ? undefined : failuresIn(all);
}
