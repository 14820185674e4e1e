/** Asking and grading. Without Node, so that a page imports it too; the bank comes from `@lab/course/quiz/bank`, as JSON. */
export { type Answer, type Answers, answerProblems } from './answers.ts';
export type { Question, QuestionKind, Quiz } from './bank/schema.ts';
export {
  gradeAnswer,
  gradeQuiz,
  type LessonScore,
  PASS_MARK,
  type QuizResult,
  type Verdict,
} from './grade.ts';
export {
  type Ask,
  type Choosable,
  type Exhibit,
  type PresentedQuestion,
  presentQuestion,
} from './present.ts';
export { shuffled } from './shuffle.ts';
