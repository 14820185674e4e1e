import {
  type Answer,
  type Answers,
  answerProblems,
  gradeAnswer,
  PASS_MARK,
  type Quiz,
  type Verdict,
} from '@lab/course/quiz';

/** What is kept of an attempt. */
export interface Attempt {
  /** Decides the order of options. */
  readonly seed: string;
  readonly answers: Answers;
  /** Questions whose answer has been given; it cannot be changed any more. */
  readonly given: readonly string[];
}

export interface Score {
  readonly given: number;
  readonly right: number;
  readonly of: number;
  /** How many have to be right. */
  readonly needed: number;
  readonly isOver: boolean;
  readonly passed: boolean;
}

export const newAttempt = (seed: string): Attempt => ({ seed, answers: {}, given: [] });

/** An attempt as it was kept; a new one where it is none, or is of questions that the bank has no more. */
export function parseAttempt(text: string | null, quiz: Quiz, seed: string): Attempt {
  if (text === null) return newAttempt(seed);
  try {
    const kept = JSON.parse(text) as Attempt;
    if (typeof kept.seed !== 'string' || !Array.isArray(kept.given)) return newAttempt(seed);
    const answers = Object.fromEntries(
      Object.entries(kept.answers).filter(
        ([id, answer]) => answerProblems(quiz, { [id]: answer }).length === 0,
      ),
    );
    return { seed: kept.seed, answers, given: kept.given.filter((id) => answers[id] !== undefined) };
  } catch {
    return newAttempt(seed);
  }
}

export const withAnswer = (attempt: Attempt, id: string, answer: Answer | undefined): Attempt => {
  const { [id]: _before, ...others } = attempt.answers;
  return { ...attempt, answers: answer === undefined ? others : { ...others, [id]: answer } };
};

export const giveAnswer = (attempt: Attempt, id: string): Attempt =>
  attempt.answers[id] === undefined || attempt.given.includes(id)
    ? attempt
    : { ...attempt, given: [...attempt.given, id] };

/** Undefined until the answer is given. */
export function verdictOf(attempt: Attempt, quiz: Quiz, id: string): Verdict | undefined {
  const question = quiz.questions.find((one) => one.id === id);
  return question === undefined || !attempt.given.includes(id)
    ? undefined
    : gradeAnswer(question, attempt.answers[id]);
}

export function scoreOf(attempt: Attempt, quiz: Quiz): Score {
  const of = quiz.questions.length;
  const right = quiz.questions.filter(({ id }) => verdictOf(attempt, quiz, id)?.right === true).length;
  // 0.8 × 25 is 20 and a little in binary: a rounding error must not ask for one more.
  const needed = Math.ceil(of * PASS_MARK - 1e-9);
  return {
    given: attempt.given.length,
    right,
    of,
    needed,
    isOver: attempt.given.length === of,
    passed: right >= needed,
  };
}
