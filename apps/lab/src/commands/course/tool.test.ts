/** The tools of a lab, as a learner types them: in a process of their own, whose streams and exit code are the tool's. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findLab, type Lab, labId } from '@lab/course/lab';
import { NO_PROGRESS, started } from '@lab/course/lab/runner';
import { LABS } from '@lab/labs';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { placesOf } from '../../course/places.ts';
import { updateProgress } from '../../course/progress-store.ts';
import { courseState } from '../../course/state.ts';
import { EXIT } from '../../exit-codes.ts';
import { REPOSITORY_ROOT, readSettings } from '../../settings.ts';
import { writeExecutable } from '../../testing/executable.ts';
import { claimRunningLab } from '../../testing/running-lab.ts';
import { tempDir } from '../../testing/temp-dir.ts';

const MAIN = join(REPOSITORY_ROOT, 'apps/lab/src/main.ts');
const LIMIT_MS = 60_000;

/** A learner whose promtool says what it was told and where, repeats its input, and ends as a file with mistakes would. */
function learner({ hasStarted = true, runs = true } = {}) {
  const env = {
    LAB_STATE_DIR: tempDir(),
    LAB_WORKSPACE_DIR: join(tempDir(), 'workspace'),
    LAB_ENGINES_DIR: tempDir(),
    // No Docker is asked.
    PATH: '/usr/bin:/bin',
  };
  const settings = readSettings(env);
  writeExecutable(join(env.LAB_ENGINES_DIR, 'promtool'), `printf '%s|' "$PWD" "$@"; cat; exit 3`);
  const lab = findLab(LABS, '1') as Lab;
  const { folder } = placesOf(lab, settings);
  mkdirSync(folder, { recursive: true });
  if (runs) claimRunningLab(settings);
  const at = new Date().toISOString();
  if (hasStarted)
    updateProgress(courseState(settings), () => started(NO_PROGRESS, labId(lab), lab.title, at));
  return {
    folder,
    tool: (...args: string[]) =>
      execa(process.execPath, [MAIN, 'tool', ...args], { reject: false, env, input: 'its input' }),
  };
}

test('tool - when an engine has it - then it has every word, the learner files, our streams and its own exit code', {
  timeout: LIMIT_MS,
}, async () => {
  const { tool, folder } = learner();
  const { stdout, exitCode } = await tool('promtool', 'test', '--json', '--help', '--', '-x', 'two words');
  expect(stdout).toBe(`${folder}|test|--json|--help|--|-x|two words|its input`);
  expect(exitCode).toBe(3);
});

test('tool - when it is node - then it is that of the lab, whether the lab runs or not', {
  timeout: LIMIT_MS,
}, async () => {
  const { tool, folder } = learner({ runs: false });
  const { stdout, exitCode } = await tool(
    'node',
    '-e',
    'console.log(process.execPath, process.cwd()); process.kill(process.pid)',
  );
  expect(stdout).toBe(`${process.execPath} ${folder}`);
  expect(exitCode).toBe(128 + 15);
});

test.for([
  [
    ['grafana'],
    {},
    EXIT.usage,
    'there is no tool grafana\n→ ./lab tool <promtool|amtool|otelcol|node> [arguments…]',
  ],
  [[], {}, EXIT.usage, 'which tool?\n→ ./lab tool <promtool|amtool|otelcol|node> [arguments…]'],
  [
    ['node', 'a.ts'],
    { hasStarted: false },
    EXIT.usage,
    'no lab is started\n→ ./lab next says which to start',
  ],
  [['promtool'], { runs: false }, EXIT.notRunning, 'the lab is not running\n→ start it: ./lab up'],
] as const)(
  'tool %j - when it cannot be run for %j - then it says why',
  { timeout: LIMIT_MS },
  async ([words, how, code, said]) => {
    const { exitCode, stderr } = await learner(how).tool(...words);
    expect(stderr).toBe(said);
    expect(exitCode).toBe(code);
  },
);

test('tool --help - when no tool is named before - then it is our help', { timeout: LIMIT_MS }, async () => {
  const { exitCode, stdout } = await learner({ hasStarted: false }).tool('--help');
  expect(stdout).toContain('Usage: lab tool <promtool|amtool|otelcol|node> [arguments…]');
  expect(exitCode).toBe(0);
});
