import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineTools } from '@lab/engine-clients/testing';
import { TIMINGS } from '@lab/slo/timing';
import { describe, expect, test } from 'vitest';
import { generatedFiles } from './generated-files.ts';
import { GENERATED } from './render/header.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const promtool = engineTools(['promtool'])?.promtool;

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

  test('folders of generated files - when they are listed - then nothing of ours in them is left over', () => {
    const files = globSync(
      'infra/{prometheus/rules,prometheus/tests,prometheus/drill,loki/rules}/**/*.{yml,yaml}',
      { cwd: root },
    );
    const mine = [...generatedFiles().keys()];
    // Other generators write here too; whoever does says so in the first line. Forks put rules of their own there.
    const leftOver = files.filter(
      (path) => !mine.includes(path) && readFileSync(join(root, path), 'utf8').startsWith(GENERATED),
    );
    expect(leftOver).toEqual([]);
    expect(files.length).toBeGreaterThan(0);
  });

  test.skipIf(!promtool)(
    'rules - when promtool lints them - then there is nothing to say',
    () => {
      const rules = [...generatedFiles().keys()].filter((path) => path.startsWith('infra/prometheus/rules/'));
      const { status, output } = run('check', 'rules', '--lint=all', '--lint-fatal', ...rules);
      expect(status, output).toBe(0);
    },
    240_000,
  );

  test.skipIf(!promtool).each([...TIMINGS.map(({ name }) => name), 'elsewhere'])(
    'unit tests of %s rules - when promtool runs them - then every alert behaves',
    (timing) => {
      const tests = [...generatedFiles().keys()].filter((path) =>
        path.includes(`/tests/generated/${timing}/`),
      );
      expect(tests.length).toBeGreaterThan(1);
      const { status, output } = run('test', 'rules', ...tests);
      expect(status, output).toBe(0);
    },
    240_000,
  );
});
