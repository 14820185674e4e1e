/** What a learner has answered so far, and the results of attempts that were graded: one file per quiz. */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answers, answerProblems, type Quiz, type QuizResult } from '@lab/course/quiz';
import type { CourseState } from '../course/state.ts';
import { LabError } from '../errors.ts';

interface QuizFile {
  /** Answers of the attempt that has not been graded. */
  readonly answers: Answers;
  /** Oldest first. */
  readonly results: readonly QuizResult[];
}

const NOTHING: QuizFile = { answers: {}, results: [] };

/** Answers of the attempt in progress, but for those that the bank no longer knows. */
export function answersSoFar(state: CourseState, quiz: Quiz): Answers {
  const { answers } = read(fileOf(state, quiz.quiz));
  const valid = Object.entries(answers).filter(
    ([id, answer]) => answerProblems(quiz, { [id]: answer }).length === 0,
  );
  return Object.fromEntries(valid);
}

export function keepAnswers(state: CourseState, { quiz }: Pick<Quiz, 'quiz'>, answers: Answers): void {
  const file = fileOf(state, quiz);
  write(file, { ...read(file), answers });
}

/** Keeps a result; the attempt in progress is over with it. */
export function keepResult(state: CourseState, result: QuizResult): void {
  const file = fileOf(state, result.quiz);
  write(file, { answers: {}, results: [...read(file).results, result] });
}

/** Results of one quiz, oldest first. */
export function quizResults(state: CourseState, quiz: string): readonly QuizResult[] {
  return read(fileOf(state, quiz)).results;
}

/** Results of all quizzes that were ever graded, oldest first within each. */
export function allQuizResults(state: CourseState): readonly QuizResult[] {
  let files: readonly string[];
  try {
    files = readdirSync(state.quizzes).filter((name) => name.endsWith('.json'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return files.toSorted().flatMap((name) => read(join(state.quizzes, name)).results);
}

const fileOf = ({ quizzes }: CourseState, quiz: string): string => join(quizzes, `${quiz}.json`);

function read(file: string): QuizFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NOTHING;
    throw error;
  }
  try {
    return { ...NOTHING, ...(JSON.parse(text) as Partial<QuizFile>) };
  } catch {
    throw new LabError(
      'QUIZ_STATE_UNREADABLE',
      `${file} is no JSON`,
      'move it away: answers and results in it are lost',
    );
  }
}

/** Whole or not at all: a learner who pulls the plug keeps the answers before this one. */
function write(file: string, content: QuizFile): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}
