import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import { identify } from './process-identity.ts';
import { claimPidFile, readPidFile } from './supervisor-lock.ts';

describe('claimPidFile', () => {
  test('when nobody holds it - then it is ours, and nobody gets it after', () => {
    const path = join(tempDir(), 'pid');
    expect(claimPidFile(path)).toBe(true);
    expect(claimPidFile(path)).toBe(false);
    expect(readPidFile(path)).toEqual(identify(process.pid));
  });

  test('when its holder is dead and the pid belongs to another process now - then it is taken over', () => {
    const path = join(tempDir(), 'pid');
    writeFileSync(path, JSON.stringify({ pid: process.pid, started: 'another time' }));
    expect(claimPidFile(path)).toBe(true);
  });

  test('when the file is damaged - then it is taken over', () => {
    const path = join(tempDir(), 'pid');
    writeFileSync(path, '{"pid":');
    expect(claimPidFile(path)).toBe(true);
  });
});
