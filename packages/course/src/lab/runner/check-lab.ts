import type { CheckContext } from '../context.ts';
import type { Finding } from '../finding.ts';
import type { Task } from '../task.ts';
import { checkTask, type Patience } from './check-task.ts';

export type TaskOutcome = 'passed' | 'failed' | 'skipped';

export interface TaskResult extends Omit<Finding, 'passed'> {
  readonly id: string;
  readonly title: string;
  /** `skipped` where a task that it needs has not passed. */
  readonly outcome: TaskOutcome;
  readonly tookMs: number;
}

/**
 * Checks tasks one after the other, and yields each result as it is known.
 * @param tasks in order: every task after those it needs
 */
export async function* checkTasks(
  tasks: readonly Task[],
  lab: CheckContext,
  patience: Patience = {},
): AsyncGenerator<TaskResult> {
  const passed = new Set<string>();
  for (const task of tasks) {
    const { id, title } = task;
    const missing = (task.needs ?? []).filter((needed) => !passed.has(needed));
    if (missing.length > 0) {
      yield {
        id,
        title,
        outcome: 'skipped',
        expected: `first: ${missing.map((needed) => titleOf(needed, tasks)).join(', ')}`,
        seen: 'not looked at',
        lookAt: 'the tasks before it',
        tookMs: 0,
      };
      continue;
    }
    const startedAt = performance.now();
    const { passed: done, ...looked } = await checkTask(task, lab, patience);
    if (done) passed.add(id);
    yield {
      id,
      title,
      outcome: done ? 'passed' : 'failed',
      ...looked,
      tookMs: Math.round(performance.now() - startedAt),
    };
  }
}

/** A learner knows a task by its title: the id stands in no text. */
const titleOf = (id: string, tasks: readonly Task[]): string =>
  tasks.find((task) => task.id === id)?.title ?? id;
