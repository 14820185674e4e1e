import type { Lab } from '@lab/course/lab';
import type { LabProgress } from '@lab/course/lab/runner';

/** Ids of the tasks that have to pass until a lab counts as finished: all, unless one decides for them. */
export const missingTasks = (
  {
    tasks,
    finishedBy,
  }: Pick<Lab, 'finishedBy'> & { readonly tasks: readonly Pick<Lab['tasks'][number], 'id'>[] },
  progress: Pick<LabProgress, 'tasks'>,
): string[] =>
  (finishedBy === undefined ? tasks.map(({ id }) => id) : [finishedBy]).filter(
    (id) => progress.tasks[id]?.passed_at === undefined,
  );
