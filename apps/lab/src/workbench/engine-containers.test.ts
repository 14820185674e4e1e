import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeStateFolder } from './engine-containers.ts';

test.for(['missing', 'there'] as const)(
  'the state of a Collector - when its folder is %s - then whoever runs in the container may write to it',
  (before) => {
    const folder = mkdtempSync(join(tmpdir(), 'state-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    if (before === 'there') mkdirSync(join(folder, 'state'), { mode: 0o755 });
    makeStateFolder(folder);
    makeStateFolder(folder);
    expect(statSync(join(folder, 'state')).mode & 0o777).toBe(0o777);
  },
);
