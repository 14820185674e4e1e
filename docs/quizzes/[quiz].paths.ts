import { readQuizBank } from '@lab/course/quiz/bank';
import { ROOT } from '../.vitepress/content/repository.ts';

/** One page per quiz of the bank. */
export default {
  paths: () => readQuizBank(`${ROOT}/docs/quizzes`).map(({ quiz, title }) => ({ params: { quiz, title } })),
};
