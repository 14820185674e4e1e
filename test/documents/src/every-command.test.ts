import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cliUsage, readDocument } from './index.ts';
import { ROOT } from './read/corpus.ts';

test('./lab - when its README lists the commands - then none that it has is left out', async () => {
  const path = 'apps/lab/README.md';
  const { inlineCode } = readDocument(path, readFileSync(join(ROOT, path), 'utf8'));
  const listed = new Set(inlineCode.map(({ text }) => text.split(' ')[0]));
  const usage = await cliUsage();
  expect([...usage.keys()].filter((command) => !listed.has(command))).toEqual([]);
});
