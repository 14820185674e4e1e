import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import { parseDocument } from 'yaml';
import { quizProblems } from './check-quiz.ts';
import { PROOF_SCHEMAS, QUESTION_SCHEMAS, type Quiz, QuizDocument } from './schema.ts';

/** Every mistake of a bank, `<file>: <question>: <what>`. */
export class QuizBankError extends Error {
  override readonly name = 'QuizBankError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the bank of questions has mistakes:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * The quizzes of a folder (docs/quizzes), in the order of their file names. Plain data: `JSON.stringify` takes it to a
 * page, answers and all, which grades with the same functions as the terminal.
 * @throws {QuizBankError} with every mistake of every file
 */
export function readQuizBank(folder: string): readonly Quiz[] {
  const quizzes: Quiz[] = [];
  const problems: string[] = [];
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  for (const file of files) {
    try {
      quizzes.push(parseQuiz(readFileSync(join(folder, file), 'utf8')));
      if (quizzes.at(-1)?.quiz !== file.slice(0, -'.yaml'.length))
        problems.push(`${file}: its quiz is called ${quizzes.at(-1)?.quiz}: file and quiz have one name`);
    } catch (error) {
      if (!(error instanceof QuizBankError)) throw error;
      problems.push(...error.problems.map((problem) => `${file}: ${problem}`));
    }
  }
  if (problems.length > 0) throw new QuizBankError(problems);
  return quizzes;
}

/** @throws {QuizBankError} with every mistake, of the shape first: only what has the right shape can be looked into */
export function parseQuiz(yaml: string): Quiz {
  const document = parseDocument(yaml);
  if (document.errors.length > 0)
    throw new QuizBankError(document.errors.map(({ message }) => message.trim()));
  const value: unknown = document.toJS();
  const shape = [...shapeProblems(QuizDocument, value), ...questionProblems(value)];
  if (shape.length > 0) throw new QuizBankError(shape);
  const quiz = value as Quiz;
  const problems = quizProblems(quiz);
  if (problems.length > 0) throw new QuizBankError(problems);
  return quiz;
}

const shapeProblems = (schema: TSchema, value: unknown): readonly string[] =>
  Value.Errors(schema, value)
    // What stands where nothing may is told a second time by the object that it stands in, by name.
    .filter(({ keyword }) => keyword !== 'boolean')
    .map(({ instancePath, message, params }) => `${instancePath || '/'} ${message}${named(params)}`);

/** Which properties are too many or missing: the message alone does not say. */
function named(params: object): string {
  const names = Object.values(params).filter(Array.isArray).flat();
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
}

/** Each question against the shape of its kind. */
function questionProblems(document: unknown): readonly string[] {
  const { questions } = (document ?? {}) as { questions?: unknown };
  if (!Array.isArray(questions)) return [];
  return questions.flatMap(
    (question: { id?: unknown; kind?: unknown; proof?: { tool?: unknown } } | null, index) => {
      const at = typeof question?.id === 'string' ? question.id : `question ${index + 1}`;
      const schema = Object.entries(QUESTION_SCHEMAS).find(([kind]) => kind === question?.kind)?.[1];
      if (schema === undefined)
        return [`${at}: kind "${question?.kind}" is none of ${Object.keys(QUESTION_SCHEMAS).join(', ')}`];
      // A union reports the mistakes of each of its shapes; the tool says which of them is meant.
      const proof = Object.entries(PROOF_SCHEMAS).find(([tool]) => tool === question?.proof?.tool)?.[1];
      const problems =
        proof === undefined
          ? shapeProblems(schema, question)
          : [
              ...shapeProblems(schema, question).filter((problem) => !problem.startsWith('/proof')),
              ...shapeProblems(proof, question?.proof).map((problem) => `/proof${problem}`),
            ];
      return problems.map((problem) => `${at}: ${problem}`);
    },
  );
}
