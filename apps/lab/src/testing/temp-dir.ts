import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of the test's own, with a space in its path, gone when the test is over. */
export function tempDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lab test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
