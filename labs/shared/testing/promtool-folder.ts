/** A learner's folder with promtool, for tests of what checks see without a lab. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { CheckContext } from '@lab/course/lab';

interface PromtoolFolder {
  readonly folder: string;
  readonly files: Pick<CheckContext['files'], 'read' | 'write'>;
  readonly tool: CheckContext['tool'];
  remove(): void;
}

/** @param promtool path of the binary */
export function promtoolFolder(promtool: string): PromtoolFolder {
  const folder = mkdtempSync(join(tmpdir(), 'learner-'));
  return {
    folder,
    files: {
      read: async (path) => readFileSync(join(folder, path), 'utf8'),
      async write(path, text) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      },
    },
    async tool(_name, ...args) {
      const { stdout, stderr, code } = await promisify(execFile)(promtool, [...args], { cwd: folder }).then(
        (ended) => ({ ...ended, code: 0 }),
        (error: { stdout: string; stderr: string; code: number }) => error,
      );
      return { exitCode: code, output: stdout + stderr };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
