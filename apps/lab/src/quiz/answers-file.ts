import { readFileSync } from 'node:fs';
import { type Answers, answerProblems, type Quiz } from '@lab/course/quiz';
import { parseDocument } from 'yaml';
import { LabError, messageOf } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';

/**
 * Answers of a YAML or JSON file: question ids, each with the id of an option, a list of ids, a number, a minute or
 * `never`.
 * @throws LabError with everything that is wrong about them
 */
export function readAnswersFile(file: string, quiz: Quiz): Answers {
  const document = parseDocument(textOf(file));
  const answers: unknown = document.errors.length > 0 ? undefined : document.toJS();
  if (typeof answers !== 'object' || answers === null || Array.isArray(answers))
    throw unusable(file, [document.errors[0]?.message ?? 'it is no map from questions to answers'], quiz);
  const problems = answerProblems(quiz, answers as Record<string, unknown>);
  if (problems.length > 0) throw unusable(file, problems, quiz);
  return answers as Answers;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new LabError('NO_ANSWERS', messageOf(error), 'give the path of a file with answers', EXIT.usage);
  }
}

const unusable = (file: string, problems: readonly string[], { quiz }: Quiz): LabError =>
  new LabError(
    'ANSWERS_INVALID',
    `${file}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    `./lab quiz ${quiz} --questions shows the ids of questions and options`,
    EXIT.usage,
  );
