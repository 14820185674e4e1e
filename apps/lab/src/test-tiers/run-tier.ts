import { execa } from 'execa';
import { failuresIn } from './failures.ts';
import type { Tier } from './tiers.ts';

export interface TierResult {
  readonly name: string;
  readonly passed: boolean;
  readonly durationMs: number;
  /** What it said of its failures. */
  readonly failures: readonly string[];
}

/** Shows what a tier writes as it comes. @param json whether the standard output is kept for a document */
export async function runTier(
  { name, command, env = {} }: Tier,
  { root, json }: { root: string; json: boolean },
): Promise<TierResult> {
  const started = performance.now();
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
  const passed = exitCode === 0;
  return {
    name,
    passed,
    durationMs: performance.now() - started,
    failures: passed ? [] : failuresIn(all),
  };
}
