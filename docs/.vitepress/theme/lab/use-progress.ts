import type { Progress } from '@lab/course/lab/runner';
import { onMounted, onUnmounted, shallowRef } from 'vue';
import { fetchProgress } from './progress.ts';

const AGAIN_MS = 5000;

/** The learner's progress, kept up to date while somebody looks: a check in the terminal shows here seconds later. */
export function useProgress() {
  const progress = shallowRef<Progress>();
  const asked = shallowRef(false);
  let timer: ReturnType<typeof setInterval> | undefined;
  const ask = async (): Promise<void> => {
    if (document.hidden) return;
    progress.value = await fetchProgress();
    asked.value = true;
  };
  onMounted(() => {
    void ask();
    timer = setInterval(() => void ask(), AGAIN_MS);
  });
  onUnmounted(() => clearInterval(timer));
  return { progress, asked };
}
