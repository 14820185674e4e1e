/** Reads and checks the bank. For Node; a page takes the bank as JSON and imports `@lab/course/quiz`. */
export { LESSONS, quizProblems } from './check-quiz.ts';
export { parseQuiz, QuizBankError, readQuizBank } from './read-quiz.ts';
