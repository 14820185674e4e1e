import { existsSync } from 'node:fs';
import { findLab } from '@lab/course/lab';
import { chosenLab } from '../../course/chosen-lab.ts';
import { allLabs, taskNamed } from '../../course/lab-named.ts';
import { writeAnswer } from '../../course/learner-folder.ts';
import { placesOf } from '../../course/places.ts';
import { commandName } from '../../course/render.ts';
import { notStarted } from '../../course/session.ts';
import { LabError } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import type { CommandContext } from '../../main.ts';

/** Writes an observed value into answers.yaml, as an editor would. */
export async function answer(
  { settings, output }: CommandContext,
  names: readonly string[],
): Promise<number> {
  const [first = '', ...rest] = names;
  const namesLab = rest.length > 1 && findLab(await allLabs(), first) !== undefined;
  // Without a lab, two words after the task are one value: `answer slow-step decide 250`.
  const [taskName = '', ...words] = namesLab ? rest : names;
  const value = words.join(' ');
  const lab = await chosenLab(namesLab ? first : undefined, settings);
  const task = taskNamed(lab, taskName);
  const { folder } = placesOf(lab, settings);
  if (!existsSync(folder)) throw notStarted(lab);
  if (task.question === undefined)
    throw new LabError(
      'NO_QUESTION',
      `task ${task.id} asks for nothing`,
      `./lab check ${commandName(lab)} ${task.id}`,
      EXIT.usage,
    );
  writeAnswer(folder, task.id, value);
  output.line(`${task.id}: ${value}`);
  output.data({ task: task.id, answer: value });
  return EXIT.ok;
}
