import { delimiter, dirname } from 'node:path';
import { execa } from 'execa';
import { isRun, type Side } from '../checks/fences.ts';
import type { Problem } from '../problem.ts';
import { ROOT } from '../read/corpus.ts';
import type { Document, Fence } from '../read/document.ts';
import type { LiveLab } from './lab.ts';
import { moved } from './moved.ts';

const LIMIT_MS = 120_000;
const LAST_LINES = 5;

export const shellFences = (
  { path, fences }: Document,
  side: Side = 'lab',
): readonly { path: string; fence: Fence }[] =>
  fences.filter((fence) => isRun(fence, side)).map((fence) => ({ path, fence }));

/** Runs a fence as somebody would who pastes it at the root of the repository; the first command that fails ends it. */
export async function shellProblems(path: string, fence: Fence, lab: LiveLab): Promise<readonly Problem[]> {
  const tools = [process.execPath, ...Object.values(lab.binaries)].map((binary) => dirname(binary));
  const { exitCode, all, timedOut } = await execa(
    'bash',
    ['-euo', 'pipefail', '-c', moved(fence.text, lab)],
    {
      cwd: ROOT,
      env: { ...lab.env, PATH: [...new Set(tools), process.env.PATH].join(delimiter) },
      reject: false,
      all: true,
      stdin: 'ignore',
      timeout: LIMIT_MS,
    },
  );
  if (exitCode === 0) return [];
  const said = all.trim().split('\n').slice(-LAST_LINES).join(' ⏎ ');
  const ended = timedOut ? `no end within ${LIMIT_MS / 1000} s` : `exit code ${exitCode}`;
  return [{ path, line: fence.line, expected: 'exit code 0', seen: `${ended}: ${said}` }];
}
