import { parentPort, workerData } from 'node:worker_threads';
import { type LearningTask, learn } from '../learning/learn.ts';
import type { LearningAnswer } from './learning-thread.ts';

let answer: LearningAnswer;
try {
  answer = { learned: learn(workerData as LearningTask) };
} catch (error) {
  answer = { error: error as Error };
}
parentPort?.postMessage(answer);
