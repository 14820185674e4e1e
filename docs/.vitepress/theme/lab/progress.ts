import type { LabProgress, Progress } from '@lab/course/lab/runner';

type LabStateName = 'not started' | 'started' | 'in progress' | 'done' | 'done with the solution';

/** A lab's place in the learner's progress. */
interface LabStanding {
  readonly state: LabStateName;
  readonly passed: number;
  readonly hints: number;
  /** Prepared now. */
  readonly active: boolean;
}

/** @param tasks how many tasks the lab has */
export function standingOf(progress: LabProgress | undefined, tasks: number): LabStanding {
  if (progress === undefined) return { state: 'not started', passed: 0, hints: 0, active: false };
  const all = Object.values(progress.tasks);
  const passed = all.filter(({ passed_at }) => passed_at !== undefined).length;
  const hints = all.reduce((sum, task) => sum + task.hints, 0);
  const isDone = tasks > 0 && passed >= tasks;
  const state = isDone
    ? progress.solved_at === undefined
      ? 'done'
      : 'done with the solution'
    : passed > 0
      ? 'in progress'
      : 'started';
  return { state, passed, hints, active: progress.active };
}

/**
 * What the learner has done, as `./lab` keeps it and the site serves it at `/progress.json`.
 * @returns undefined where no lab was ever started, or where no lab serves the site
 */
export async function fetchProgress(): Promise<Progress | undefined> {
  try {
    const answer = await fetch('/progress.json', { cache: 'no-store' });
    return answer.status === 200 && answer.headers.get('content-type')?.includes('json') === true
      ? ((await answer.json()) as Progress)
      : undefined;
  } catch {
    return undefined;
  }
}
