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

/**
 * Tensors ready to move to the other thread instead of being copied, and the buffers that move.
 *
 * A tensor that is a view into something larger, such as a part of a large request, gets memory of its own first:
 * a message copies the whole buffer behind a view, which for each of many parts would be the whole request.
 */
export function transferable(tensors: readonly Tensor[]): { tensors: Tensor[]; buffers: ArrayBuffer[] } {
  const buffers = new Set<ArrayBuffer>();
  const own = tensors.map((tensor): Tensor => {
    if (Array.isArray(tensor.data)) return tensor;
    const { buffer, byteLength } = tensor.data;
    const isWhole = buffer instanceof ArrayBuffer && byteLength === buffer.byteLength && !buffers.has(buffer);
    const data = isWhole ? tensor.data : tensor.data.slice();
    buffers.add(data.buffer as ArrayBuffer);
    return { ...tensor, data };
  });
  return { tensors: own, buffers: [...buffers] };
}
