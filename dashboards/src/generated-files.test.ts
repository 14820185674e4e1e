import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { generatedFiles } from './generated-files.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test.each([...generatedFiles()])(
  '%s - when it is generated anew - then it is what is committed (npm run generate)',
  (path, content) => {
    expect(readFileSync(`${root}/${path}`, 'utf8')).toBe(content);
  },
);

test('folder of dashboards - when it is listed - then no file is left over from a dashboard that is gone', () => {
  const files = globSync('infra/grafana/dashboards/**/*.json', { cwd: root }).sort();
  expect(files).toEqual([...generatedFiles().keys()].filter((path) => path.endsWith('.json')).sort());
});
