import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { NO_PROGRESS, newSigningKey, started } from '@lab/course/lab/runner';
import { expect, onTestFinished, test } from 'vitest';
import { composeEnvironment } from '../docker/compose.ts';
import { testSettings } from '../testing/repository.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { learnerSeed } from './learner-seed.ts';
import { privateFile } from './private-file.ts';
import { readProgress, updateProgress } from './progress-store.ts';
import { courseState } from './state.ts';

const begun = () => started(NO_PROGRESS, '01-x', 'X', '2026-01-05T09:00:00.000Z');

test('the progress - when the learner lets nobody read by default - then the site of another user reads it all the same', () => {
  const before = process.umask(0o077);
  onTestFinished(() => void process.umask(before));
  const state = courseState({ stateDir: tempDir() });
  updateProgress(state, begun);
  expect(readProgress(state)).toEqual(begun());
  expect(statSync(state.progressFile).mode & 0o777).toBe(0o644);
  expect(statSync(dirname(state.progressFile)).mode & 0o777).toBe(0o755);
});

test('the folder that the container of the site gets - when a learner has done everything - then it holds the progress alone', () => {
  const settings = testSettings();
  const state = courseState(settings);
  learnerSeed(state);
  privateFile(state.signingKeyFile, newSigningKey);
  updateProgress(state, begun);
  expect(readdirSync(composeEnvironment(settings).COURSE_DIR ?? '')).toEqual(['progress.json']);
});

test('the progress - when its file is broken - then it says which, and leaves it', () => {
  const state = courseState({ stateDir: tempDir() });
  mkdirSync(dirname(state.progressFile), { recursive: true });
  writeFileSync(state.progressFile, '{"version":2}');
  expect(() => updateProgress(state, begun)).toThrow(
    expect.objectContaining({ code: 'PROGRESS_BROKEN', hint: expect.stringContaining(state.progressFile) }),
  );
});
