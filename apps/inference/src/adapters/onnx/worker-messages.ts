import type { Tensor, TensorSpec } from '../../protocol/tensor.ts';

export interface WorkerInput {
  readonly model: Uint8Array;
  readonly threads: number;
}

export type ToWorker =
  | { readonly type: 'run'; readonly id: number; readonly inputs: readonly Tensor[] }
  | { readonly type: 'close' };

export type FromWorker =
  | {
      readonly type: 'opened';
      readonly inputs: readonly TensorSpec[];
      readonly outputs: readonly TensorSpec[];
    }
  | { readonly type: 'open_failed'; readonly message: string }
  | {
      readonly type: 'ran';
      readonly id: number;
      readonly outputs: readonly Tensor[];
      readonly seconds: number;
    }
  | { readonly type: 'run_failed'; readonly id: number; readonly message: string };

/** Buffers that can move to the other thread instead of being copied: those that belong to one tensor alone. */
export function transferablesOf(tensors: readonly Tensor[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { data } of tensors) {
    if (Array.isArray(data) || !(data.buffer instanceof ArrayBuffer)) continue;
    if (data.byteLength === data.buffer.byteLength) buffers.add(data.buffer);
  }
  return [...buffers];
}
