import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { generatedFiles } from './generated-files.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
const promtool = globSync(join(cache, 'ml-observability-lab/engines/prometheus-*/promtool')).sort().at(-1);

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(promtool ?? '', args, { cwd: root, encoding: 'utf8' });
  return { status, output: stdout + stderr };
};

describe('generated files', () => {
  test.each([...generatedFiles()])(
    '%s - when it is generated anew - then it is what is committed (npm run generate)',
    (path, content) => {
      expect(existsSync(join(root, path))).toBe(true);
      expect(readFileSync(join(root, path), 'utf8')).toBe(content);
      expect(content.split('\n')[0]).toMatch(/^# Generated from .* by `npm run generate`/);
    },
  );

  test('folder of generated rules - when it is listed - then nothing in it is left over', () => {
    const files = globSync('infra/prometheus/{rules,tests}/generated/*', { cwd: root });
    const mine = [...generatedFiles().keys()];
    // Other generators write here too; whoever does says so in the first line.
    for (const file of files.filter((path) => !mine.includes(path))) {
      expect(readFileSync(join(root, file), 'utf8')).toMatch(/^# Generated from (?!packages\/catalogue )/);
    }
    expect(files).toEqual(expect.arrayContaining(mine));
  });

  test.skipIf(!promtool)(
    'rules - when promtool lints them - then there is nothing to say',
    () => {
      const rules = [...generatedFiles().keys()].filter((path) => path.includes('/rules/'));
      expect(run('check', 'rules', '--lint=all', '--lint-fatal', ...rules)).toMatchObject({ status: 0 });
    },
    60_000,
  );

  test.skipIf(!promtool)(
    'unit tests - when promtool runs them - then every alert behaves',
    () => {
      const tests = [...generatedFiles().keys()].filter((path) => path.includes('/tests/'));
      expect(run('test', 'rules', ...tests)).toMatchObject({ status: 0 });
    },
    60_000,
  );
});
