import { labId } from '@lab/course/lab';
import { isOpen } from '@lab/course/lab/runner';
import { allLabs } from '../../course/lab-named.ts';
import { textOf } from '../../course/learner-folder.ts';
import { readProgress } from '../../course/progress-store.ts';
import { commandName, fullName, shown } from '../../course/render.ts';
import { activeLabs } from '../../course/session.ts';
import { courseState } from '../../course/state.ts';
import { EXIT } from '../../exit-codes.ts';
import type { CommandContext } from '../../main.ts';

/** What to do now: the first open task of the lab that is started, or the first lab that is not finished. */
export async function next({ settings, output }: CommandContext): Promise<number> {
  const labs = await allLabs();
  const progress = readProgress(courseState(settings));
  const [active] = activeLabs(labs, progress);
  const lab = active ?? labs.find((one) => progress.labs[labId(one)]?.finished_at === undefined);
  if (lab === undefined) {
    output.line('Every lab is finished. ./lab progress --report my-report.json writes what you have done.');
    output.data({ lab: null });
    return EXIT.ok;
  }
  const open = lab.tasks.find(({ id }) => isOpen(progress.labs[labId(lab)], id));
  output.line(fullName(lab));
  if (active === undefined) output.line(`→ ./lab start ${commandName(lab)}`);
  else if (open === undefined) output.line(`Every task has passed. → ./lab finish ${commandName(lab)}`);
  else {
    output.line(`Task ${lab.tasks.indexOf(open) + 1}: ${open.title}`);
    output.line(`  text   ${shown(textOf(lab, settings).file)}`);
    output.line(`→ ./lab check ${commandName(lab)} ${open.id}`);
  }
  output.data({ lab: labId(lab), active: active !== undefined, task: open?.id ?? null });
  return EXIT.ok;
}
