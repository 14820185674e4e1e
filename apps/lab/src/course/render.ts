import { relative } from 'node:path';
import { styleText } from 'node:util';
import type { Lab, Task } from '@lab/course/lab';
import type { LabProgress, TaskOutcome, TaskResult } from '@lab/course/lab/runner';

const MARKS: Readonly<Record<TaskOutcome, string>> = {
  passed: styleText('green', '✔'),
  failed: styleText('red', '✖'),
  skipped: styleText('yellow', '–'),
};

/** A task's result, and, unless it passed, what would have been, what is, and where to see it. */
export function taskLines(
  number: number,
  { outcome, title, expected, seen, lookAt, sheet, tookMs }: TaskResult,
): string[] {
  const head = `${MARKS[outcome]} Task ${number}: ${title} ${styleText('dim', `(${(tookMs / 1000).toFixed(1)} s)`)}`;
  const points = sheet === undefined ? [] : sheet.split('\n').map((line) => `    ${line}`);
  if (outcome === 'passed') return [head, ...points];
  if (outcome === 'skipped') return [head, `    ${styleText('dim', expected)}`];
  return [head, ...points, fact('expected', expected), fact('seen', seen), fact('look at', lookAt)];
}

/** What is said of a task before its result, so that nobody takes waiting for hanging. */
export const waitingLine = (number: number, { title }: Pick<Task, 'title'>, seconds: number): string =>
  styleText('dim', `… Task ${number}: ${title}: not yet, looked at again for up to ${seconds} s`);

const fact = (name: string, text: string): string =>
  `    ${styleText('dim', name.padEnd(9))} ${text.split('\n').join(`\n${' '.repeat(14)}`)}`;

/** As a person reads it from where they stand. */
export const shown = (path: string): string => relative(process.cwd(), path) || '.';

/** Tasks that pass, of how many. */
export function tally(lab: Lab, progress: LabProgress | undefined): string {
  const done = lab.tasks.filter(({ id }) => progress?.tasks[id]?.passed_at !== undefined).length;
  return `${done} of ${lab.tasks.length}`;
}

export function stateOf(progress: LabProgress | undefined): string {
  if (progress === undefined) return 'not started';
  const how = progress.solved_at === undefined ? '' : ', with the solution';
  if (progress.active) return `started${how}`;
  return progress.finished_at === undefined ? `put aside${how}` : `finished${how}`;
}

export const commandName = (lab: Lab): string => (lab.number === 0 ? lab.slug : String(lab.number));
export const fullName = (lab: Lab): string =>
  lab.number === 0 ? lab.title : `Lab ${lab.number}: ${lab.title}`;
