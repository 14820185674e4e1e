import { findLab, type Lab, labId } from '@lab/course/lab';
import { implausible, inOrder, type TaskResult } from '@lab/course/lab/runner';
import { LABS } from '@lab/labs';
import { afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { alertsOf } from './alerts.ts';
import { Learner, type Started } from './learner.ts';
import { activeFaults, processesIn, silences, workbenchIsGone } from './left-over.ts';
import { report, secondsSince, timed } from './measured.ts';
import { askedOfWorkbench, textOf, textProblems, textWith } from './text.ts';
import { goWrong, wrongWays } from './wrong-ways.ts';

const under = inject('lab');
/** Errors of a check's author, not findings. */
const BUGS = ['TypeError', 'ReferenceError', 'SyntaxError', 'RangeError'];
/** Rates of a minute need some of it. */
const ENOUGH_SAMPLES = { timeout: 120_000, interval: 2000 };
/** The windows of most alerts are five minutes, of those about labels ten minutes ago. */
const ALERTS_END = { timeout: 1_200_000, interval: 5000 };
/** The third holds: it is about a file of the repository. */
const WRONG_FENCES = `\`\`\`promql workbench
up == 7
\`\`\`

\`\`\`promql workbench
sum(up
\`\`\`

\`\`\`sh workbench
test -f .env
\`\`\`

\`\`\`sh workbench
cat no-such-file
\`\`\`
`;

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
  const text = textOf(labId(lab));
  const seen = { start_seconds: 0, check_seconds: 0, tests_seconds: 0, lab_bytes: 0, workbench_bytes: 0 };
  let started: Started;
  let beganAt: number;
  let failed = false;
  let alertsBefore: readonly string[];

  beforeAll(async () => {
    beganAt = performance.now();
    alertsBefore = await alertsOf(under);
    const { answer, seconds } = await timed(() => learner.start());
    started = answer;
    seen.start_seconds = seconds;
  });

  afterEach(({ task }) => {
    failed ||= task.result?.state === 'fail';
  });

  test('when nothing was done - then no task passes, and none breaks', async () => {
    expect(problemsOfUntouched(await learner.check('--patience', '3'))).toEqual([]);
  });

  test('when it is solved - then every task passes', async () => {
    await learner.solve();
    const { answer, seconds } = await timed(() => learner.check());
    expect(notPassed(answer)).toEqual([]);
    Object.assign(seen, { check_seconds: seconds, ...(await learner.memory()) });
  });

  test.skipIf(askedOfWorkbench(text, under) === 0)(
    'when it is solved - then its text shows what it promises of the workbench',
    async () => {
      await expect.poll(() => textProblems(text, under), ENOUGH_SAMPLES).toEqual([]);
    },
  );

  test.skipIf(lab.workbench?.prometheus === undefined)(
    'when a text promises what the workbench does not show - then that is found',
    async () => {
      const wrong = textWith(WRONG_FENCES);
      expect(askedOfWorkbench(wrong, under)).toBe(4);
      expect(await textProblems(wrong, under)).toEqual([
        expect.stringMatching(/README\.md:1: expected data, saw none$/),
        expect.stringMatching(/README\.md:5: expected an answer, saw 400/),
        expect.stringMatching(/README\.md:13: expected exit code 0, saw exit code 1/),
      ]);
    },
  );

  test.skipIf(lab.tasks.every(({ question }) => question === undefined))(
    "when an answer is somebody else's - then its task fails",
    async () => {
      // From the last to the first: a task is not looked at while one that it needs fails.
      for (const { id, question } of inOrder(lab.tasks).toReversed()) {
        if (question === undefined) continue;
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
      expect(failed, notPassed({ tasks }).join('\n')).toEqual(way.fails);
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
    await expect
      .poll(async () => (await alertsOf(under)).filter((alert) => !alertsBefore.includes(alert)), ALERTS_END)
      .toEqual([]);
  });

  test('when it was proven - then what it took can be, and is reported', () => {
    seen.tests_seconds = secondsSince(beganAt);
    expect(implausible(seen, { minutes: lab.minutes, hasWorkbench: lab.workbench !== undefined })).toEqual(
      [],
    );
    report(labId(lab), seen, !failed);
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
