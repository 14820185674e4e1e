/** Grading: pure, the same on the page and in the terminal. */
import { type Answer, type Answers, answerProblems } from './answers.ts';
import type {
  AlertTimeQuestion,
  ChoicesQuestion,
  NumberQuestion,
  OrderQuestion,
  Question,
  Quiz,
} from './bank/schema.ts';

/** Share of right answers that passes. */
export const PASS_MARK = 0.8;

export interface Verdict {
  readonly id: string;
  readonly lesson: string;
  readonly answered: boolean;
  readonly right: boolean;
  /** What is wrong about this answer, one reason each; empty where it is right or missing. */
  readonly mistakes: readonly string[];
  /** The right answer in words. */
  readonly rightAnswer: string;
  /** Why it is right. */
  readonly why: string;
}

export interface LessonScore {
  readonly lesson: string;
  readonly right: number;
  readonly of: number;
}

/** What is kept of an attempt. */
export interface QuizResult {
  readonly quiz: string;
  /** When it was graded, ISO 8601. */
  readonly at: string;
  /** Share of right answers, 0 to 1; a question without an answer counts as wrong. */
  readonly score: number;
  readonly passed: boolean;
  readonly right: number;
  readonly of: number;
  readonly lessons: readonly LessonScore[];
  readonly answers: Answers;
}

/** @throws {RangeError} where an answer names nothing in the quiz or has the wrong form: ask `answerProblems` before */
export function gradeQuiz(quiz: Quiz, answers: Answers, at: Date): QuizResult {
  const problems = answerProblems(quiz, answers);
  if (problems.length > 0) throw new RangeError(problems.join('; '));
  const verdicts = quiz.questions.map((question) => gradeAnswer(question, answers[question.id]));
  const right = verdicts.filter((verdict) => verdict.right).length;
  const score = right / verdicts.length;
  return {
    quiz: quiz.quiz,
    at: at.toISOString(),
    score,
    passed: score >= PASS_MARK,
    right,
    of: verdicts.length,
    lessons: lessonScores(verdicts),
    answers,
  };
}

export function gradeAnswer(question: Question, answer: Answer | undefined): Verdict {
  const answered = answer !== undefined;
  const right = answered && isRight(question, answer);
  return {
    id: question.id,
    lesson: question.lesson,
    answered,
    right,
    mistakes: answered && !right ? mistakesOf(question, answer) : [],
    rightAnswer: rightAnswerOf(question),
    why: question.why,
  };
}

function lessonScores(verdicts: readonly Verdict[]): readonly LessonScore[] {
  const byLesson = Map.groupBy(verdicts, ({ lesson }) => lesson);
  return [...byLesson]
    .map(([lesson, these]) => ({
      lesson,
      right: these.filter(({ right }) => right).length,
      of: these.length,
    }))
    .sort((a, b) => a.lesson.localeCompare(b.lesson));
}

function isRight(question: Question, answer: Answer): boolean {
  switch (question.kind) {
    case 'choice':
    case 'query':
    case 'find-the-bug':
      return question.options.some(({ id, right }) => right && id === answer);
    case 'choices':
      return sameIds(rightIds(question), listOf(answer));
    case 'order':
      return question.items.map(({ id }) => id).join() === listOf(answer).join();
    case 'number':
      return (
        typeof answer === 'number' && Math.abs(answer - question.answer.value) <= question.answer.tolerance
      );
    case 'alert-time':
      return answer === question.answer;
  }
}

function mistakesOf(question: Question, answer: Answer): readonly string[] {
  switch (question.kind) {
    case 'choice':
    case 'query':
    case 'find-the-bug':
      return question.options.flatMap(({ id, why }) => (id === answer && why !== undefined ? [why] : []));
    case 'choices':
      return choicesMistakes(question, listOf(answer));
    case 'order':
      return orderMistakes(question, listOf(answer));
    case 'number':
      return numberMistakes(question, answer);
    case 'alert-time':
      return question.mistakes.filter(({ value }) => value === answer).map(({ why }) => why);
  }
}

function choicesMistakes(question: ChoicesQuestion, chosen: readonly string[]): readonly string[] {
  return question.options.flatMap(({ id, text, right, why }) => {
    if (right) return chosen.includes(id) ? [] : [`Right as well: ${text}`];
    return chosen.includes(id) && why !== undefined ? [why] : [];
  });
}

/** What the bank knows about pairs that the learner has put the wrong way round. */
function orderMistakes({ mistakes }: OrderQuestion, given: readonly string[]): readonly string[] {
  return mistakes
    .filter(({ early, late }) => given.indexOf(early) < given.indexOf(late))
    .map(({ why }) => why);
}

function numberMistakes(
  { mistakes, answer: { tolerance } }: NumberQuestion,
  given: Answer,
): readonly string[] {
  return mistakes
    .filter(({ value }) => typeof given === 'number' && Math.abs(given - value) <= tolerance)
    .map(({ why }) => why);
}

function rightAnswerOf(question: Question): string {
  switch (question.kind) {
    case 'choice':
    case 'find-the-bug':
      return question.options.find(({ right }) => right)?.text ?? '';
    case 'query':
      return question.options.find(({ right }) => right)?.expr ?? '';
    case 'choices':
      return question.options
        .filter(({ right }) => right)
        .map(({ text }) => text)
        .join('; ');
    case 'order':
      return question.items.map(({ text }, index) => `${index + 1}. ${text}`).join('; ');
    case 'number':
      return [question.answer.value, question.answer.unit].join(' ').trim();
    case 'alert-time':
      return minuteText(question.answer);
  }
}

const minuteText = (answer: AlertTimeQuestion['answer']): string =>
  answer === 'never' ? 'never' : `minute ${answer}`;

const rightIds = ({ options }: ChoicesQuestion): readonly string[] =>
  options.filter(({ right }) => right).map(({ id }) => id);

const listOf = (answer: Answer): readonly string[] => (Array.isArray(answer) ? answer : []);

const sameIds = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((id) => others.includes(id));
