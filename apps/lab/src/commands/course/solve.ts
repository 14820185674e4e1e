import { solved } from '@lab/course/lab/runner';
import { chosenLab } from '../../course/chosen-lab.ts';
import { interruptible } from '../../course/interrupt.ts';
import { copySolution, writeAnswer } from '../../course/learner-folder.ts';
import { updateProgress } from '../../course/progress-store.ts';
import { commandName, shown } from '../../course/render.ts';
import { runningLab } from '../../course/running-lab.ts';
import { LabSession } from '../../course/session.ts';
import { courseState } from '../../course/state.ts';
import { EXIT } from '../../exit-codes.ts';
import type { CommandContext } from '../../main.ts';

/** Does the lab as its authors would: lays the solution over the learner's files, and finds the answers. */
export async function solve({ settings, output }: CommandContext, name?: string): Promise<number> {
  const lab = await chosenLab(name, settings);
  const session = new LabSession(lab, settings, await runningLab(settings));
  session.mustBeActive();
  const { id, folder } = session.places;
  // First: whoever looks at the solution has seen it, even where the rest fails.
  updateProgress(courseState(settings), (before) => solved(before, id, new Date().toISOString()));
  const files = await copySolution(lab, settings);
  await interruptible(
    async (signal) =>
      lab.solve?.({
        ...session.context(signal),
        writeAnswer: async (taskId, value) => writeAnswer(folder, taskId, value),
      }),
    `the files are there, answers may be missing; ./lab solve ${commandName(lab)} goes on`,
  );
  output.line(`The solution is in ${shown(folder)}: ${files.join(', ') || 'no files'}.`);
  output.line('Your progress says that this lab was solved this way.');
  output.line(`→ ./lab check ${commandName(lab)}`);
  output.data({ id, files });
  return EXIT.ok;
}
