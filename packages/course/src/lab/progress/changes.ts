import type { LabProgress, Progress, TaskProgress } from './progress.ts';

/** Progress is a value: each of these gives the progress after something has happened. */

/** From a new folder. */
export function started(progress: Progress, id: string, title: string, at: string): Progress {
  const before = progress.labs[id];
  return withLab(progress, id, {
    title,
    started_at: at,
    starts: (before?.starts ?? 0) + 1,
    active: true,
    tasks: before?.tasks ?? {},
    ...(before?.finished_at === undefined ? {} : { finished_at: before.finished_at }),
    ...(before?.solved_at === undefined ? {} : { solved_at: before.solved_at }),
  });
}

/** With the folder that is there: what was drawn for it holds. */
export function resumed(progress: Progress, id: string): Progress {
  return change(progress, id, (lab) => ({ ...lab, active: true }));
}

/** A task that passes again keeps the time at which it first did. */
export function passed(progress: Progress, id: string, task: string, at: string): Progress {
  return withTask(progress, id, task, (before) => ({
    ...before,
    passed_at: before.passed_at ?? at,
    last_passed_at: at,
  }));
}

export function hinted(progress: Progress, id: string, task: string): Progress {
  return withTask(progress, id, task, (before) => ({ ...before, hints: Math.min(3, before.hints + 1) }));
}

export function solved(progress: Progress, id: string, at: string): Progress {
  return change(progress, id, (lab) => ({ ...lab, solved_at: lab.solved_at ?? at }));
}

/** Prepared no longer. @param at set when it was finished, not merely put back */
export function ended(progress: Progress, id: string, at?: string): Progress {
  return change(progress, id, (lab) => ({
    ...lab,
    active: false,
    ...(at === undefined ? {} : { finished_at: at }),
  }));
}

const NOTHING: TaskProgress = { hints: 0 };

function withTask(
  progress: Progress,
  id: string,
  task: string,
  next: (before: TaskProgress) => TaskProgress,
): Progress {
  return change(progress, id, (lab) => ({
    ...lab,
    tasks: { ...lab.tasks, [task]: next(lab.tasks[task] ?? NOTHING) },
  }));
}

function change(progress: Progress, id: string, next: (lab: LabProgress) => LabProgress): Progress {
  const lab = progress.labs[id];
  if (lab === undefined) throw new RangeError(`${id} was never started`);
  return withLab(progress, id, next(lab));
}

const withLab = (progress: Progress, id: string, lab: LabProgress): Progress => ({
  ...progress,
  labs: { ...progress.labs, [id]: lab },
});
