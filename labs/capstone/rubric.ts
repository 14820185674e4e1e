import { type CheckContext, type Finding, found, type Task } from '@lab/course/lab';
import { type LearnersSystem, systemOf } from './system.ts';

export const PASSING_POINTS = 80;

/** One side of a criterion. Several sides are graded each by itself: half of a criterion is half of its points. */
export interface Side {
  readonly points: number;
  readonly wanted: string;
  /** @returns what was seen where it is not so; undefined where it is */
  look(system: LearnersSystem, lab: CheckContext): Promise<string | undefined>;
}

export interface Criterion extends Pick<Task, 'id' | 'title' | 'hints' | 'deadlineSeconds' | 'question'> {
  readonly sides: readonly [Side, ...Side[]];
  readonly lookAt: string;
}

const NOTE = 'points of';

/** Points of the criteria that were looked at in this run, by id. */
export const earned = (lab: Pick<CheckContext, 'notes'>, id: string): number =>
  Number(lab.notes.get(`${NOTE} ${id}`) ?? 0);

/** Makes a task of a criterion. It passes with all its points; the sheet says how many there are. */
export function graded(criterion: Criterion): Task {
  const { sides, lookAt, ...task } = criterion;
  return {
    ...task,
    // The other sides of a criterion with a question count without its answer.
    checkedUnanswered: true,
    async check(lab: CheckContext): Promise<Finding> {
      lab.notes.set(`${NOTE} ${task.id}`, 0);
      const system = await systemOf(lab);
      const lines: string[] = [];
      const mistakes: string[] = [];
      const wanted: string[] = [];
      let points = 0;
      for (const side of sides) {
        const seen = await side.look(system, lab).catch((error: unknown) => (error as Error).message);
        const got = seen === undefined ? side.points : 0;
        points += got;
        lines.push(`${got.toString().padStart(3)} of ${side.points.toString().padStart(2)}  ${side.wanted}`);
        if (seen === undefined) continue;
        wanted.push(side.wanted);
        mistakes.push(seen);
      }
      lab.notes.set(`${NOTE} ${task.id}`, points);
      return found(mistakes.length === 0, {
        expected: wanted.join('\n'),
        seen: mistakes.join('\n'),
        lookAt,
        sheet: lines.join('\n'),
      });
    },
  };
}
