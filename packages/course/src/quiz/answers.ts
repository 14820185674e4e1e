/** What a learner answers, by kind of question, and which answers are no answers at all. */
import type { Question, Quiz } from './bank/schema.ts';

/**
 * The id of an option (choice, query, find-the-bug), ids of options (choices; order, first to last), a number (number;
 * alert-time, in minutes), or `never` (alert-time).
 */
export type Answer = string | number | readonly string[];
/** By the id of the question. */
export type Answers = Readonly<Record<string, Answer>>;

/** @returns one line per answer that names nothing in this quiz or has the wrong form */
export function answerProblems(quiz: Quiz, answers: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(answers).flatMap(([id, answer]) => {
    const question = quiz.questions.find((one) => one.id === id);
    const problem =
      question === undefined ? `${quiz.quiz} has no such question` : problemOf(question, answer);
    return problem === undefined ? [] : [`${id}: ${problem}`];
  });
}

function problemOf(question: Question, answer: unknown): string | undefined {
  switch (question.kind) {
    case 'choice':
    case 'query':
    case 'find-the-bug':
      return idsOf(question).includes(answer as string)
        ? undefined
        : `${shown(answer)} is none of ${idsOf(question).join(', ')}`;
    case 'choices':
      return isListOf(answer, idsOf(question)) ? undefined : listProblem('some', question);
    case 'order':
      return isListOf(answer, idsOf(question)) && answer.length === question.items.length
        ? undefined
        : listProblem('all', question);
    case 'number':
      return typeof answer === 'number' && Number.isFinite(answer)
        ? undefined
        : `${shown(answer)} is no number`;
    case 'alert-time':
      return answer === 'never' || (Number.isInteger(answer) && (answer as number) >= 0)
        ? undefined
        : `${shown(answer)} is neither a whole minute nor "never"`;
  }
}

const shown = (answer: unknown): string => JSON.stringify(answer) ?? 'nothing';

const listProblem = (which: 'some' | 'all', question: Question): string =>
  `the answer is a list of ${which} of ${idsOf(question).join(', ')}, each once`;

function idsOf(question: Question): readonly string[] {
  if ('options' in question) return question.options.map(({ id }) => id);
  return 'items' in question ? question.items.map(({ id }) => id) : [];
}

function isListOf(answer: unknown, ids: readonly string[]): answer is readonly string[] {
  return (
    Array.isArray(answer) && answer.every((id) => ids.includes(id)) && new Set(answer).size === answer.length
  );
}
