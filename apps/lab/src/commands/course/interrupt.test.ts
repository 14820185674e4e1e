/** Ctrl-C, as a terminal sends it to the process of a command. */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { findLab, labId } from '@lab/course/lab';
import { NO_PROGRESS, started } from '@lab/course/lab/runner';
import { LABS } from '@lab/labs';
import { freeOffset } from '@lab/test-telemetry/free-offset';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { makeLearnerFolder } from '../../course/learner-folder.ts';
import { readProgress, updateProgress } from '../../course/progress-store.ts';
import { courseState } from '../../course/state.ts';
import { EXIT } from '../../exit-codes.ts';
import { REPOSITORY_ROOT, readSettings } from '../../settings.ts';
import { claimRunningLab } from '../../testing/running-lab.ts';
import { tempDir } from '../../testing/temp-dir.ts';

/** A learner in the middle of lab 1, whose Prometheus takes questions and never answers. */
async function learnerAndDeafPrometheus() {
  const lab = findLab(LABS, '1');
  if (lab === undefined) throw new Error('there is no lab 1');
  const env = {
    LAB_STATE_DIR: tempDir(),
    LAB_WORKSPACE_DIR: join(tempDir(), 'workspace'),
    LAB_PORT_OFFSET: String(await freeOffset()),
  };
  const settings = readSettings(env);
  claimRunningLab(settings);
  await makeLearnerFolder(lab, settings);
  const at = new Date().toISOString();
  updateProgress(courseState(settings), () => started(NO_PROGRESS, labId(lab), lab.title, at));
  const asked = Promise.withResolvers<void>();
  const server = createServer(() => asked.resolve()).listen(
    settings.ports.WORKBENCH_PROMETHEUS_PORT,
    '127.0.0.1',
  );
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const main = join(REPOSITORY_ROOT, 'apps/lab/src/main.ts');
  const check = (...options: string[]) =>
    execa(process.execPath, [main, 'check', '1', ...options], {
      reject: false,
      env,
      forceKillAfterDelay: false,
    });
  return {
    check,
    asked: asked.promise,
    tasks: () => readProgress(courseState(settings)).labs[labId(lab)]?.tasks,
  };
}

test.for(['SIGINT', 'SIGTERM'] as const)(
  'check - when %s comes while a task is looked at - then it ends at once, with one line and exit code 130',
  { timeout: 60_000 },
  async (signal) => {
    const { check, asked, tasks } = await learnerAndDeafPrometheus();
    const checking = check();
    await asked;
    const sent = performance.now();
    checking.kill(signal);
    const { exitCode, stderr, stdout } = await checking;
    expect(exitCode).toBe(EXIT.interrupted);
    expect(stderr).toBe('interrupted: what has passed counts; ./lab check 1 looks again');
    expect(stdout).toBe('');
    expect(performance.now() - sent).toBeLessThan(3000);
    expect(tasks()).toEqual({});
  },
);

test('check --json - when ctrl-C comes - then the document says so', { timeout: 60_000 }, async () => {
  const { check, asked } = await learnerAndDeafPrometheus();
  const checking = check('--json');
  await asked;
  checking.kill('SIGINT');
  const { exitCode, stdout } = await checking;
  expect(exitCode).toBe(EXIT.interrupted);
  expect(JSON.parse(stdout)).toEqual({
    error: { code: 'INTERRUPTED', message: 'interrupted: what has passed counts; ./lab check 1 looks again' },
  });
});
