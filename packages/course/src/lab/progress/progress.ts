import Type, { type Static } from 'typebox';
import Value from 'typebox/value';

const Moment = Type.String({ minLength: 20, description: 'ISO 8601, UTC' });

const TaskProgress = Type.Object({
  /** For the first time. */
  passed_at: Type.Optional(Moment),
  last_passed_at: Type.Optional(Moment),
  /** Tiers that were shown, 0 to 3. */
  hints: Type.Integer({ minimum: 0, maximum: 3 }),
});
export type TaskProgress = Static<typeof TaskProgress>;

const LabProgress = Type.Object({
  title: Type.String(),
  started_at: Moment,
  /** Each start draws values anew. */
  starts: Type.Integer({ minimum: 1 }),
  /** Whether it is prepared now: started, and neither reset nor finished since. */
  active: Type.Boolean(),
  finished_at: Type.Optional(Moment),
  /** When `solve` was used: what passes from then on does not count as the learner's own. */
  solved_at: Type.Optional(Moment),
  tasks: Type.Record(Type.String(), TaskProgress),
});
export type LabProgress = Static<typeof LabProgress>;

/** Whether a task waits to be done: it has not passed since the lab was begun, or begun anew. */
export function isOpen(lab: Pick<LabProgress, 'started_at' | 'tasks'> | undefined, task: string): boolean {
  const { passed_at: first, last_passed_at: last = first } = lab?.tasks[task] ?? {};
  return lab === undefined || last === undefined || last < lab.started_at;
}

/** What a learner has done: `progress.json`, which the site shows too. Labs by id, tasks by id. */
export const Progress = Type.Object({
  version: Type.Literal(1),
  labs: Type.Record(Type.String(), LabProgress),
});
export type Progress = Static<typeof Progress>;

export const NO_PROGRESS: Progress = { version: 1, labs: {} };

/** @throws Error that says what is wrong with a document that is no progress */
export function parseProgress(text: string): Progress {
  const document: unknown = JSON.parse(text);
  if (Value.Check(Progress, document)) return document;
  const [first] = Value.Errors(Progress, document);
  throw new Error(`progress: ${first?.instancePath || '/'} ${first?.message ?? 'is wrong'}`);
}
