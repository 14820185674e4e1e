import { labId } from '@lab/course/lab';
import { allLabs } from '../../course/lab-named.ts';
import { measuredLabs, memoryOf } from '../../course/measured.ts';
import { readProgress } from '../../course/progress-store.ts';
import { commandName, stateOf, tally } from '../../course/render.ts';
import { courseState } from '../../course/state.ts';
import { EXIT } from '../../exit-codes.ts';
import type { CommandContext } from '../../main.ts';
import { table } from '../../output.ts';

/** The labs of the course, and how far the learner is. */
export async function list({ settings, output }: CommandContext): Promise<number> {
  const labs = await allLabs();
  const { labs: done } = readProgress(courseState(settings));
  const measured = measuredLabs(settings);
  const rows = labs.map((lab) => {
    const progress = done[labId(lab)];
    const memory = memoryOf(measured[labId(lab)]);
    return [
      commandName(lab),
      lab.title,
      `${lab.minutes} min`,
      memory,
      tally(lab, progress),
      stateOf(progress),
    ];
  });
  output.line(table(['lab', 'title', 'time', 'memory', 'tasks', ''], rows));
  output.line('\n./lab start 1 begins; ./lab next says what to do.');
  output.data(
    labs.map((lab) => ({
      id: labId(lab),
      number: lab.number,
      title: lab.title,
      minutes: lab.minutes,
      measured: measured[labId(lab)] ?? null,
      lessons: lab.lessons,
      tasks: lab.tasks.map(({ id, title }) => ({ id, title })),
      progress: done[labId(lab)] ?? null,
    })),
  );
  return EXIT.ok;
}
