/** The bank of this repository, and the lessons that it sends to. */
import { globSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Quiz } from '@lab/course/quiz';
import { readQuizBank } from '@lab/course/quiz/bank';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Settings } from '../settings.ts';

type Root = Pick<Settings, 'root'>;

export const quizBank = ({ root }: Root): readonly Quiz[] => readQuizBank(join(root, 'docs/quizzes'));

/** @throws LabError with the names that there are */
export function quizNamed(bank: readonly Quiz[], name: string): Quiz {
  const quiz = bank.find((one) => one.quiz === name);
  if (quiz !== undefined) return quiz;
  throw new LabError(
    'NO_SUCH_QUIZ',
    `there is no quiz ${name}`,
    `the quizzes: ${bank.map((one) => one.quiz).join(', ')}`,
    EXIT.usage,
  );
}

/**
 * The quiz with one question alone.
 * @param which its number, from 1, or its id
 * @throws LabError where there is none
 */
export function onlyQuestion(quiz: Quiz, which: string): Quiz {
  const question = quiz.questions.find(({ id }, index) => id === which || String(index + 1) === which);
  if (question !== undefined) return { ...quiz, questions: [question] };
  throw new LabError(
    'NO_SUCH_QUESTION',
    `${quiz.quiz} has no question ${which}`,
    `a number from 1 to ${quiz.questions.length}, or an id`,
    EXIT.usage,
  );
}

/** The file of a lesson, from the root of the repository. */
export function lessonFile({ root }: Root, lesson: string): string {
  const [file] = globSync(join(root, 'docs/lessons', `${lesson}-*.md`));
  return file === undefined ? `docs/lessons/${lesson}` : relative(root, file);
}
