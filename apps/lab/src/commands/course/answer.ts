import { existsSync } from 'node:fs';
import { chosenLab } from '../../course/chosen-lab.ts';
import { taskNamed } from '../../course/lab-named.ts';
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
  const [taskName = '', value = ''] = names.slice(-2);
  const lab = await chosenLab(names.length > 2 ? names[0] : undefined, settings);
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
