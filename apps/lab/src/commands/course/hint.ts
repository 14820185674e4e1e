import { styleText } from 'node:util';
import { labId } from '@lab/course/lab';
import { hinted, isOpen } from '@lab/course/lab/runner';
import { chosenLabAndTask } from '../../course/chosen-lab.ts';
import { taskNamed } from '../../course/lab-named.ts';
import { readProgress, updateProgress } from '../../course/progress-store.ts';
import { commandName } from '../../course/render.ts';
import { notStarted } from '../../course/session.ts';
import { courseState } from '../../course/state.ts';
import { EXIT } from '../../exit-codes.ts';
import type { CommandContext } from '../../main.ts';

const TIERS = 3;

/** The next hint of a task, after those that were shown before: of the first that has not passed, unless one is named. */
export async function hint({ settings, output }: CommandContext, names: readonly string[]): Promise<number> {
  const { lab, task: taskName } = await chosenLabAndTask(names, settings);
  const state = courseState(settings);
  const before = readProgress(state).labs[labId(lab)];
  if (before === undefined) throw notStarted(lab);
  const task =
    taskName === undefined ? lab.tasks.find(({ id }) => isOpen(before, id)) : taskNamed(lab, taskName);
  if (task === undefined) {
    output.line('Every task has passed: there is nothing to hint at.');
    output.data({ task: null, hints: [] });
    return EXIT.ok;
  }
  const after = updateProgress(state, (progress) => hinted(progress, labId(lab), task.id));
  const shown = after.labs[labId(lab)]?.tasks[task.id]?.hints ?? 1;
  const hints = task.hints.slice(0, shown);
  output.line(styleText('bold', `Task ${lab.tasks.indexOf(task) + 1}: ${task.title}`));
  for (const [index, text] of hints.entries()) output.line(`  ${index + 1} of ${TIERS}  ${text}`);
  if (shown < TIERS) output.line(`→ ./lab hint ${commandName(lab)} ${task.id} says more`);
  output.data({ task: task.id, hints });
  return EXIT.ok;
}
