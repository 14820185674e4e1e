import { labId } from '@lab/course/lab';
import { chosenLab } from '../../course/chosen-lab.ts';
import { interruptible } from '../../course/interrupt.ts';
import { missingTasks } from '../../course/missing-tasks.ts';
import { readProgress } from '../../course/progress-store.ts';
import { commandName, shown, tally } from '../../course/render.ts';
import { runningLab } from '../../course/running-lab.ts';
import { LabSession } from '../../course/session.ts';
import { courseState } from '../../course/state.ts';
import { EXIT } from '../../exit-codes.ts';
import type { CommandContext } from '../../main.ts';

/** Puts the running lab back as it was and stops the workbench. The learner's files stay. */
export async function finish({ settings, output }: CommandContext, name?: string): Promise<number> {
  const lab = await chosenLab(name, settings);
  const session = new LabSession(lab, settings, await runningLab(settings));
  const progress = session.mustBeActive(false);
  const missing = missingTasks(lab, progress);
  const complete = missing.length === 0;
  await interruptible(
    (signal) => session.end(signal, complete ? new Date().toISOString() : undefined),
    `not everything is put back; ./lab finish ${commandName(lab)} goes on`,
  );
  output.line(
    `${lab.title}: ${tally(lab, progress)} tasks done. Everything is put back; your files stay in ${shown(session.places.folder)}.`,
  );
  if (!complete)
    output.line(
      lab.finishedBy === undefined
        ? 'It does not count as finished: not every task has passed.'
        : `It does not count as finished: the task ${lab.finishedBy} has not passed.`,
    );
  output.data({
    id: labId(lab),
    finished: complete,
    progress: readProgress(courseState(settings)).labs[labId(lab)],
  });
  return EXIT.ok;
}
