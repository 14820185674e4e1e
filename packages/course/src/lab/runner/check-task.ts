import { setTimeout as delay } from 'node:timers/promises';
import type { CheckContext } from '../context.ts';
import type { Finding } from '../finding.ts';
import type { Task } from '../task.ts';

const DEADLINE_SECONDS = 20;
const STABLE_SECONDS = 2;
const PAUSE_MS = 500;
/** A look that hangs is one that failed. */
const LOOK_LIMIT_MS = 60_000;

export interface Patience {
  /** No task is waited for longer, whatever its own deadline; 0 looks once. */
  readonly atMostSeconds?: number;
  /** Told once for each task that is looked at again, and for how long at most. */
  readonly onWaiting?: (task: Task, seconds: number) => void;
}

/**
 * Looks until the task passes twice, `stableSeconds` apart, its deadline is over, or waiting changes nothing. The last finding
 * counts.
 *
 * A question without an answer is not looked at, since waiting brings none, unless the task says otherwise.
 */
export async function checkTask(
  task: Task,
  lab: CheckContext,
  { atMostSeconds = Number.POSITIVE_INFINITY, onWaiting }: Patience = {},
): Promise<Finding> {
  if (task.question !== undefined && !task.checkedUnanswered && lab.answer(task.id) === undefined)
    return unanswered(task);
  const seconds = Math.min(task.deadlineSeconds ?? DEADLINE_SECONDS, atMostSeconds);
  const deadline = performance.now() + seconds * 1000;
  for (let looks = 1; ; looks += 1) {
    let finding = await look(task, lab);
    if (finding.passed) {
      await delay((task.stableSeconds ?? STABLE_SECONDS) * 1000, undefined, { signal: lab.signal });
      finding = await look(task, lab);
      if (finding.passed) return finding;
    }
    if (finding.settled || performance.now() + PAUSE_MS > deadline) return finding;
    if (looks === 1) onWaiting?.(task, seconds);
    await delay(PAUSE_MS, undefined, { signal: lab.signal });
  }
}

async function look(task: Task, lab: CheckContext): Promise<Finding> {
  lab.signal.throwIfAborted();
  const end = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => end.reject(new Error(`the check had no answer within ${LOOK_LIMIT_MS / 1000} s`)),
    LOOK_LIMIT_MS,
  );
  const onAbort = (): void => end.reject(lab.signal.reason);
  lab.signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([task.check(lab), end.promise]);
  } catch (error) {
    lab.signal.throwIfAborted();
    return {
      passed: false,
      expected: task.title,
      seen: error instanceof Error ? error.message : String(error),
      lookAt: `the text of the lab, under "${task.title}"`,
      threw: error instanceof Error ? error.name : typeof error,
    };
  } finally {
    clearTimeout(timer);
    lab.signal.removeEventListener('abort', onAbort);
  }
}

function unanswered({ id, question }: Task): Finding {
  return {
    passed: false,
    expected: `${question?.text ?? ''} (${question?.form ?? ''})`,
    seen: `no answer under ${id}`,
    lookAt: 'answers.yaml in your folder',
  };
}
