import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINES_REQUIRED } from '@lab/engine-clients/testing';
import { describe, expect, test } from 'vitest';
import { REPOSITORY_ROOT } from '../settings.ts';
import { TIERS } from './tiers.ts';

const names = TIERS.map(({ name }) => name);

describe('tiers', () => {
  test('when they run in their order - then engines are built before the first test that may need one', () => {
    expect(new Set(names).size).toBe(names.length);
    expect(names.slice(0, 4)).toEqual(['lint', 'types', 'engines', 'unit']);
  });

  test('unit - when an engine is missing - then its tests fail instead of skipping themselves', () => {
    expect(TIERS.find(({ name }) => name === 'unit')?.env).toEqual({ [ENGINES_REQUIRED]: '1' });
  });

  test('unit - when turbo starts a test - then it hands that on, and forgets results of runs without engines', () => {
    const { tasks } = JSON.parse(readFileSync(join(REPOSITORY_ROOT, 'turbo.json'), 'utf8')) as {
      tasks: Record<string, { env?: string[] }>;
    };
    // `env` is part of the key of turbo's cache, `passThroughEnv` is not.
    expect(tasks.test?.env).toContain(ENGINES_REQUIRED);
  });
});
