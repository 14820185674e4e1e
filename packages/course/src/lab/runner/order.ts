import type { Task } from '../task.ts';

/**
 * Tasks so that each comes after those it needs, otherwise as they stand in the text.
 * @throws RangeError for a need that no task has, and for tasks that need each other
 */
export function inOrder<Ordered extends Pick<Task, 'id' | 'needs'>>(tasks: readonly Ordered[]): Ordered[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const ordered = new Set<Ordered>();
  const place = (task: Ordered, above: readonly string[]): void => {
    if (ordered.has(task)) return;
    if (above.includes(task.id))
      throw new RangeError(`tasks need each other: ${[...above, task.id].join(' → ')}`);
    for (const id of task.needs ?? []) {
      const needed = byId.get(id);
      if (needed === undefined) throw new RangeError(`${task.id} needs ${id}, which is no task`);
      place(needed, [...above, task.id]);
    }
    ordered.add(task);
  };
  for (const task of tasks) place(task, []);
  return [...ordered];
}

/** A task and everything that it needs, in order. */
export function withNeeds<Ordered extends Pick<Task, 'id' | 'needs'>>(
  tasks: readonly Ordered[],
  id: string,
): Ordered[] {
  const wanted = new Set([id]);
  const ordered = inOrder(tasks);
  for (const task of ordered.toReversed())
    if (wanted.has(task.id)) for (const needed of task.needs ?? []) wanted.add(needed);
  return ordered.filter((task) => wanted.has(task.id));
}
