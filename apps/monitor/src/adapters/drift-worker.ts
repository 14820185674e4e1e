import { parentPort } from 'node:worker_threads';
import { DriftComputer } from '../domain/drift/compute-drift.ts';
import type { DriftAnswer, DriftQuestion } from './drift-thread.ts';

const computer = new DriftComputer();

parentPort?.on('message', ({ id, input }: DriftQuestion) => {
  let answer: DriftAnswer;
  try {
    answer = { id, result: computer.compute(input) };
  } catch (error) {
    answer = { id, error: error as Error };
  }
  parentPort?.postMessage(answer);
});
