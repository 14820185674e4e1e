import { labId } from '@lab/course/lab';
import { NO_PROGRESS, started } from '@lab/course/lab/runner';
import { expect, test, vi } from 'vitest';
import { answer } from '../commands/course/answer.ts';
import { hint } from '../commands/course/hint.ts';
import { EXIT } from '../exit-codes.ts';
import { FIRST, learnerUnderTest, SECOND } from '../testing/learner.ts';
import { chosenLab, chosenLabAndTask } from './chosen-lab.ts';
import { makeLearnerFolder } from './learner-folder.ts';
import { updateProgress } from './progress-store.ts';
import { courseState } from './state.ts';

vi.mock('@lab/labs', async () => {
  const { FIRST: first, SECOND: second } = await import('../testing/learner.ts');
  return { LABS: [first, second] };
});

/** Nothing listens: what a learner has started stands in the progress, and these commands read no more. */
function learner({ hasStarted }: { readonly hasStarted: boolean }) {
  const under = learnerUnderTest(0, false);
  if (hasStarted)
    updateProgress(courseState(under.settings), () =>
      started(NO_PROGRESS, labId(FIRST), FIRST.title, '2026-01-05T09:00:00.000Z'),
    );
  return under;
}

const noLab = { code: 'NO_LAB_STARTED', exitCode: EXIT.usage, hint: expect.stringContaining('./lab next') };

test('the chosen lab - when none is named - then it is the one that is started, and a name counts more', async () => {
  const { settings } = learner({ hasStarted: true });
  expect(await chosenLab(undefined, settings)).toBe(FIRST);
  expect(await chosenLab('92', settings)).toBe(SECOND);
  await expect(chosenLab('93', settings)).rejects.toMatchObject({ code: 'NO_SUCH_LAB' });
});

test('the chosen lab - when none is named and none is started - then it says how to start one', async () => {
  const { settings, says } = learner({ hasStarted: false });
  await expect(chosenLab(undefined, settings)).rejects.toMatchObject(noLab);
  await expect(chosenLabAndTask([], settings)).rejects.toMatchObject(noLab);
  await expect(chosenLabAndTask(['write'], settings)).rejects.toMatchObject({ code: 'NO_SUCH_LAB' });
  await expect(says((context) => answer(context, ['observe', '1234']))).rejects.toMatchObject(noLab);
});

test('the chosen task - when the first word names no lab - then it is a task of the lab that is started', async () => {
  const { settings } = learner({ hasStarted: true });
  const chosen = (...names: string[]) => chosenLabAndTask(names, settings);
  expect(await chosen()).toEqual({ lab: FIRST, task: undefined });
  expect(await chosen('observe')).toEqual({ lab: FIRST, task: 'observe' });
  expect(await chosen('2')).toEqual({ lab: FIRST, task: '2' });
  expect(await chosen('92')).toEqual({ lab: SECOND, task: undefined });
  expect(await chosen('second', 'write')).toEqual({ lab: SECOND, task: 'write' });
  await expect(chosen('93', 'write')).rejects.toMatchObject({ code: 'NO_SUCH_LAB' });
});

test('hint and answer - when no lab is named - then they are of the one that is started', async () => {
  const { settings, says, read } = learner({ hasStarted: true });
  await makeLearnerFolder(FIRST, settings);
  expect((await says((context) => hint(context, []))).data).toMatchObject({ task: 'write' });
  expect((await says((context) => hint(context, ['serve']))).data).toMatchObject({ task: 'serve' });
  await expect(says((context) => hint(context, ['listen']))).rejects.toMatchObject({ code: 'NO_SUCH_TASK' });
  await says((context) => answer(context, ['2', '1234']));
  expect(read('answers.yaml')).toMatch(/^observe: "?1234"?$/m);
  await says((context) => answer(context, ['91', 'observe', '5678']));
  expect(read('answers.yaml')).toMatch(/^observe: "?5678"?$/m);
  await says((context) => answer(context, ['observe', 'some_step', '250']));
  expect(read('answers.yaml')).toMatch(/^observe: "?some_step 250"?$/m);
});
