import type { Task } from '@lab/course/lab';
import {
  checkTasks,
  inOrder,
  passed as markPassed,
  type TaskResult,
  withNeeds,
} from '@lab/course/lab/runner';
import { chosenLabAndTask } from '../../course/chosen-lab.ts';
import { interruptible } from '../../course/interrupt.ts';
import { taskNamed } from '../../course/lab-named.ts';
import { answersIn } from '../../course/learner-folder.ts';
import { withPages } from '../../course/pages.ts';
import { updateProgress } from '../../course/progress-store.ts';
import { commandName, taskLines, waitingLine } from '../../course/render.ts';
import { runningLab } from '../../course/running-lab.ts';
import { LabSession } from '../../course/session.ts';
import { courseState } from '../../course/state.ts';
import { LabError, messageOf } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import type { CommandContext } from '../../main.ts';

export interface CheckOptions {
  /** Seconds that a task may be waited for at most. */
  readonly patience?: string;
}

/** Looks whether the tasks of a lab are done, and says what it saw where they are not. */
export async function check(
  { settings, output }: CommandContext,
  options: CheckOptions,
  names: readonly string[],
): Promise<number> {
  const { lab, task: only } = await chosenLabAndTask(names, settings);
  const running = await runningLab(settings);
  const session = new LabSession(lab, settings, running);
  session.mustBeActive();
  const tasks = only === undefined ? inOrder(lab.tasks) : withNeeds(lab.tasks, taskNamed(lab, only).id);
  const answers = readAnswers(session.places.folder);
  const state = courseState(settings);
  const numberOf = ({ id }: Pick<Task, 'id'>): number => lab.tasks.findIndex((task) => task.id === id) + 1;
  const results: TaskResult[] = [];
  await interruptible(
    async (signal) => {
      const context = {
        ...session.context(signal),
        answer: (id: string) => answers.get(id),
        notes: new Map<string, unknown>(),
      };
      const patience = {
        ...patienceOf(options),
        onWaiting: (task: Task, seconds: number) => output.line(waitingLine(numberOf(task), task, seconds)),
      };
      for await (const seen of checkTasks(tasks, context, patience)) {
        const result = { ...seen, lookAt: withPages(seen.lookAt, running.status.route, settings) };
        results.push(result);
        for (const line of taskLines(numberOf(result), result)) output.line(line);
        if (result.outcome === 'passed')
          updateProgress(state, (before) =>
            markPassed(before, session.places.id, result.id, new Date().toISOString()),
          );
      }
    },
    `what has passed counts; ./lab check ${commandName(lab)} looks again`,
  );
  const done = results.filter(({ outcome }) => outcome === 'passed').length;
  const all = done === results.length;
  output.line(`\n${done} of ${results.length} done`);
  if (!all)
    output.line(
      `→ ./lab hint ${commandName(lab)} ${results.find(({ outcome }) => outcome === 'failed')?.id}`,
    );
  else if (only === undefined) output.line(`→ ./lab finish ${commandName(lab)} puts everything back`);
  output.data({ id: session.places.id, passed: all, tasks: results });
  return all ? EXIT.ok : EXIT.failed;
}

function readAnswers(folder: string): ReadonlyMap<string, string> {
  try {
    return answersIn(folder);
  } catch (error) {
    throw new LabError(
      'ANSWERS_UNREADABLE',
      messageOf(error),
      'one line per answer, `task: answer`; an answer with a colon in it stands in quotes',
      EXIT.usage,
    );
  }
}

function patienceOf({ patience }: CheckOptions): { readonly atMostSeconds?: number } {
  if (patience === undefined) return {};
  const seconds = Number(patience);
  if (Number.isFinite(seconds) && seconds >= 0) return { atMostSeconds: seconds };
  throw new LabError('USAGE', `--patience ${patience}`, 'give a number of seconds, 0 looks once', EXIT.usage);
}
