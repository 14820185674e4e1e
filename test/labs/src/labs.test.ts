import { findLab, type Lab, labId } from '@lab/course/lab';
import type { TaskResult } from '@lab/course/lab/runner';
import { LABS } from '@lab/labs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Learner, type Started } from './learner.ts';
import { activeFaults, processesIn, silences, workbenchIsGone } from './left-over.ts';
import { goWrong, wrongWays } from './wrong-ways.ts';

const under = inject('lab');
/** Errors of a check's author, not findings. */
const BUGS = ['TypeError', 'ReferenceError', 'SyntaxError', 'RangeError'];
const MEGABYTE = 1e6;

const chosen = (process.env.COURSE_LABS ?? '')
  .split(',')
  .filter((name) => name !== '')
  .map((name) => {
    const lab = findLab(LABS, name);
    if (lab === undefined) throw new Error(`COURSE_LABS: there is no lab ${name}`);
    return lab;
  });

describe.for<Lab>(chosen.length > 0 ? chosen : [...LABS])('$title', (lab) => {
  const learner = new Learner(lab, under);
  let started: Started;
  let beganAt: number;

  beforeAll(async () => {
    beganAt = performance.now();
    started = await learner.start();
  });
  afterAll(() => {
    const { memoryBytes, workbench } = started;
    process.stdout.write(
      `${labId(lab)}: ${((performance.now() - beganAt) / 1000).toFixed(0)} s of tests; ${Math.round(memoryBytes.lab / MEGABYTE)} MB the lab, ${Math.round(memoryBytes.workbench / MEGABYTE)} MB the workbench (${workbench.map(({ name }) => name).join(', ') || 'none'})\n`,
    );
  });

  test('when nothing was done - then no task passes, and none breaks', async () => {
    expect(problemsOfUntouched(await learner.check('--patience', '3'))).toEqual([]);
  });

  test('when it is solved - then every task passes', async () => {
    await learner.solve();
    expect(notPassed(await learner.check())).toEqual([]);
  });

  test.skipIf(lab.tasks.every(({ question }) => question === undefined))(
    "when an answer is somebody else's - then its task fails",
    async () => {
      for (const { id } of lab.tasks.filter(({ question }) => question !== undefined)) {
        await learner.answer(id, '0');
        const { tasks } = await learner.check(id);
        expect(tasks.find((task) => task.id === id)).toMatchObject({ id, outcome: 'failed' });
      }
      await learner.solve();
    },
  );

  test.for(wrongWays(labId(lab)))('when it is done wrong: $name - then the checks see it', async (way) => {
    const putBack = await goWrong(way, started.folder, under.ports);
    try {
      const { tasks } = await learner.check('--patience', '20');
      const failed = tasks.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
      expect(failed).toEqual(way.fails);
      expect(broken(tasks)).toEqual([]);
    } finally {
      putBack();
    }
  });

  test('when it is reset - then no task passes again, and solving it again passes', async () => {
    await learner.reset();
    expect(problemsOfUntouched(await learner.check('--patience', '3'))).toEqual([]);
    await learner.solve();
    expect(notPassed(await learner.check())).toEqual([]);
  });

  test('when it is finished - then nothing of it is left', async () => {
    await learner.finish();
    expect(workbenchIsGone(under)).toBe(true);
    expect(processesIn(started.folder)).toEqual([]);
    expect(await silences(under)).toEqual([]);
    await expect.poll(() => activeFaults(under), { timeout: 30_000 }).toEqual([]);
  });
});

const line = ({ id, outcome, seen, threw }: TaskResult): string =>
  `${id}: ${outcome}, ${seen}${threw === undefined ? '' : ` (${threw})`}`;

const broken = (tasks: readonly TaskResult[]): string[] =>
  tasks.filter(({ threw }) => threw !== undefined && BUGS.includes(threw)).map(line);

const problemsOfUntouched = ({ tasks }: { tasks: readonly TaskResult[] }): string[] => [
  ...tasks.filter(({ outcome }) => outcome === 'passed').map(line),
  ...broken(tasks),
];

const notPassed = ({ tasks }: { tasks: readonly TaskResult[] }): string[] =>
  tasks.filter(({ outcome }) => outcome !== 'passed').map(line);
