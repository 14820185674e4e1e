import type { Tensor, TensorSpec } from '../protocol/tensor.ts';

export interface SessionRun {
  readonly outputs: readonly Tensor[];
  /** Time in ONNX Runtime alone. */
  readonly seconds: number;
}

/** A loaded model, wherever it runs. */
export interface ModelSession {
  readonly mode: 'inline' | 'worker';
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** One execution at a time is asked for; the caller waits for the answer before the next. */
  run(inputs: readonly Tensor[]): Promise<SessionRun>;
  close(): Promise<void>;
}
