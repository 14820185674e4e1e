import { arrayTypeOf, elementCount, type TensorData, type TypedTensorData } from '../protocol/datatypes.ts';
import type { Tensor, TensorSpec } from '../protocol/tensor.ts';

/** Rows of different requests can share one execution where every input and output has a free first dimension. */
export function isBatchable(inputs: readonly TensorSpec[], outputs: readonly TensorSpec[]): boolean {
  return [...inputs, ...outputs].every(({ shape }) => shape[0] === -1);
}

/** Requests fit into one batch where their inputs agree in everything but the number of rows. */
export function batchKey(inputs: readonly Tensor[]): string {
  let key = '';
  for (const { name, shape } of inputs) key += `${name}[${shape.slice(1).join(',')}]`;
  return key;
}

/** Stacks the same inputs of several requests along the first dimension. */
export function stack(requests: readonly (readonly Tensor[])[]): readonly Tensor[] {
  const [first] = requests;
  if (first === undefined || requests.length === 1) return first ?? [];
  return first.map((tensor, index) => {
    const parts = requests.map((request) => request[index] as Tensor);
    const rows = parts.reduce((sum, { shape }) => sum + (shape[0] as number), 0);
    return { ...tensor, shape: [rows, ...tensor.shape.slice(1)], data: concatenate(tensor, parts, rows) };
  });
}

function concatenate(tensor: Tensor, parts: readonly Tensor[], rows: number): TensorData {
  const ArrayType = arrayTypeOf(tensor.datatype);
  if (ArrayType === undefined) return parts.flatMap(({ data }) => data as string[]);
  const all = new ArrayType(rows * elementCount(tensor.shape.slice(1)));
  let offset = 0;
  for (const { data } of parts) {
    (all as Float32Array).set(data as Float32Array, offset);
    offset += (data as TypedTensorData).length;
  }
  return all;
}

/** Rows `from` to `to` of each tensor; views into the same memory, not copies. */
export function sliceRows(tensors: readonly Tensor[], from: number, to: number): readonly Tensor[] {
  return tensors.map((tensor) => {
    if (from === 0 && to === tensor.shape[0]) return tensor;
    const width = elementCount(tensor.shape.slice(1));
    const range = [from * width, to * width] as const;
    const data = Array.isArray(tensor.data) ? tensor.data.slice(...range) : tensor.data.subarray(...range);
    return { ...tensor, shape: [to - from, ...tensor.shape.slice(1)], data };
  });
}
