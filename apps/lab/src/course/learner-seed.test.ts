import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import { learnerSeed } from './learner-seed.ts';
import { courseState } from './state.ts';

test('the seed - when it is asked for again - then it is the same, and nobody else may read it', () => {
  const state = courseState({ stateDir: tempDir() });
  const seed = learnerSeed(state);
  expect(seed).toMatch(/^[0-9a-f]{32}$/);
  expect(learnerSeed(state)).toBe(seed);
  expect(statSync(state.seedFile).mode & 0o077).toBe(0);
});

test('the seed - when somebody else asks - then it is another', () => {
  const [mine, theirs] = [tempDir(), tempDir()].map((stateDir) => learnerSeed(courseState({ stateDir })));
  expect(mine).not.toBe(theirs);
});
