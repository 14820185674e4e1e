import { chosenLab } from '../../course/chosen-lab.ts';
import { interruptible } from '../../course/interrupt.ts';
import { commandName, shown } from '../../course/render.ts';
import { dataFlows, runningLab } from '../../course/running-lab.ts';
import { LabSession } from '../../course/session.ts';
import { EXIT } from '../../exit-codes.ts';
import type { CommandContext } from '../../main.ts';

/** Begins a lab anew. The learner's folder is moved away, not deleted. */
export async function reset({ settings, output }: CommandContext, name?: string): Promise<number> {
  const lab = await chosenLab(name, settings);
  const running = await runningLab(settings);
  const session = new LabSession(lab, settings, running);
  session.mustBeActive(false);
  await dataFlows(running);
  const { movedTo } = await interruptible(
    (signal) => session.reset(signal),
    `your files are in ${shown(session.places.folder)} or in the attic beside it; ./lab reset ${commandName(lab)} begins anew`,
  );
  if (movedTo !== undefined) output.line(`Your files are now in ${shown(movedTo)}.`);
  output.line(`Lab ${commandName(lab)} begins anew in ${shown(session.places.folder)}.`);
  output.data({ id: session.places.id, movedTo: movedTo ?? null, folder: session.places.folder });
  return EXIT.ok;
}
