import type { Answer, Quiz } from '@lab/course/quiz';
import { computed, onMounted, shallowRef } from 'vue';
import {
  type Attempt,
  giveAnswer,
  newAttempt,
  parseAttempt,
  scoreOf,
  verdictOf,
  withAnswer,
} from './attempt.ts';

const keyOf = (quiz: Quiz): string => `lab-quiz/${quiz.quiz}`;
const randomSeed = (): string => crypto.getRandomValues(new Uint32Array(2)).join('-');

/** An attempt at a quiz that outlives the page: it is kept in the browser after each step. */
export function useAttempt(quiz: Quiz) {
  // The page is rendered before there is a browser; what is kept comes once it is mounted.
  const attempt = shallowRef<Attempt>(newAttempt(quiz.quiz));
  const change = (next: Attempt): void => {
    attempt.value = next;
    localStorage.setItem(keyOf(quiz), JSON.stringify(next));
  };
  onMounted(() => {
    attempt.value = parseAttempt(localStorage.getItem(keyOf(quiz)), quiz, randomSeed());
  });
  return {
    attempt,
    score: computed(() => scoreOf(attempt.value, quiz)),
    verdict: (id: string) => verdictOf(attempt.value, quiz, id),
    answer: (id: string, answer: Answer | undefined) => change(withAnswer(attempt.value, id, answer)),
    give: (id: string) => change(giveAnswer(attempt.value, id)),
    reset: () => change(newAttempt(randomSeed())),
  };
}
