import { existsSync } from 'node:fs';
import { labNamed, taskNamed } from '../../course/lab-named.ts';
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
  [name = '', taskName = '', value = '']: readonly string[],
): Promise<number> {
  const lab = await labNamed(name);
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
