import { parseDocument, stringify } from 'yaml';
import type { Task } from '../task.ts';

/** The learner's answers: one entry per task with a question, the question above it. */
export const ANSWERS_FILE = 'answers.yaml';

/** An empty answers file; undefined for a lab that asks nothing. */
export function emptyAnswers(tasks: readonly Pick<Task, 'id' | 'title' | 'question'>[]): string | undefined {
  const asked = tasks
    .map((task, index) => ({ ...task, number: index + 1 }))
    .filter(({ question }) => question !== undefined);
  if (asked.length === 0) return undefined;
  const entries = asked.map(({ id, title, question, number }) =>
    [`# Task ${number}: ${title}`, `# ${question?.text}`, `# As: ${question?.form}`, `${id}:`].join('\n'),
  );
  return `# What you have observed. Write each answer after its colon.\n\n${entries.join('\n\n')}\n`;
}

/**
 * Answers by task id, trimmed, as they were written: a trace id of digits alone is no number. A list is taken as its items with
 * commas between them, as the forms of the questions ask for several.
 * @throws Error that says where the file is no YAML
 */
export function readAnswers(text: string): ReadonlyMap<string, string> {
  const document = parseDocument(text, { schema: 'failsafe' });
  const [mistake] = document.errors;
  if (mistake !== undefined) throw new Error(`${ANSWERS_FILE}: ${mistake.message}`);
  const found: unknown = document.toJS() ?? {};
  if (typeof found !== 'object' || Array.isArray(found))
    throw new Error(`${ANSWERS_FILE} is no list of answers`);
  return new Map(
    Object.entries(found as Record<string, unknown>)
      .map(([id, answer]) => [id, isListOfTexts(answer) ? answer.join(', ') : answer] as const)
      .filter(([, answer]) => typeof answer === 'string' && answer.trim() !== '')
      .map(([id, answer]) => [id, String(answer).trim()]),
  );
}

const isListOfTexts = (answer: unknown): answer is string[] =>
  Array.isArray(answer) && answer.every((item) => typeof item === 'string');

/** The file with one answer set; its comments and the other answers stay. */
export function withAnswer(text: string, taskId: string, answer: string): string {
  const entry = stringify({ [taskId]: answer }).trimEnd();
  const line = new RegExp(`^${taskId}:.*(?:\\n(?:[ \\t]+|-[ \\t]).*)*$`, 'm');
  // A function: `$` in an answer is no reference.
  return line.test(text) ? text.replace(line, () => entry) : `${text.trimEnd()}\n\n${entry}\n`.trimStart();
}
