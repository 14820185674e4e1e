import type { InferenceSession } from 'onnxruntime-node';

/**
 * One thread per session: batches are small, and idle pool threads that spin for the next one take the cores that
 * the event loop needs. Memory patterns help fixed shapes only; batches differ in their first dimension.
 */
export const sessionOptions = (threads: number): InferenceSession.SessionOptions => ({
  executionProviders: ['cpu'],
  graphOptimizationLevel: 'all',
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  enableMemPattern: false,
});
