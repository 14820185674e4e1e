import { findLab, type Lab } from '@lab/course/lab';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Settings } from '../settings.ts';
import { allLabs, labNamed } from './lab-named.ts';
import { readProgress } from './progress-store.ts';
import { activeLabs } from './session.ts';
import { courseState } from './state.ts';

/** The lab of that name; without a name, the one that is started. @throws LabError where there is none */
export async function chosenLab(name: string | undefined, settings: Settings): Promise<Lab> {
  if (name !== undefined) return labNamed(name);
  const started = await startedLab(settings);
  if (started !== undefined) return started;
  throw new LabError('NO_LAB_STARTED', 'no lab is started', './lab next says which to start', EXIT.usage);
}

/**
 * Splits `[lab] [task]`. A first word that names no lab names a task of the one that is started, and a number is always
 * a lab's: `check 3` is lab 3 wherever it stands in a text.
 * @throws LabError where no lab is named and none is started
 */
export async function chosenLabAndTask(
  [first, second]: readonly string[],
  settings: Settings,
): Promise<{ readonly lab: Lab; readonly task: string | undefined }> {
  const mayBeTask =
    second === undefined && first !== undefined && findLab(await allLabs(), first) === undefined;
  const started = mayBeTask ? await startedLab(settings) : undefined;
  return started === undefined
    ? { lab: await chosenLab(first, settings), task: second }
    : { lab: started, task: first };
}

async function startedLab(settings: Settings): Promise<Lab | undefined> {
  return activeLabs(await allLabs(), readProgress(courseState(settings)))[0];
}
