/**
 * Tensor datatypes of the Open Inference Protocol (v2, "Tensor Data Types"), what holds them in JavaScript, and
 * their names in ONNX Runtime.
 */
export type TypedTensorData =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Float32Array
  | Float64Array;
export type TensorData = TypedTensorData | string[];

interface TypedArrayOf {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): TypedTensorData;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): TypedTensorData;
}

interface DatatypeInfo {
  readonly onnx: string;
  /** Undefined for BYTES, whose elements have no fixed size. */
  readonly array: TypedArrayOf | undefined;
}

const DATATYPES = {
  BOOL: { onnx: 'bool', array: Uint8Array },
  UINT8: { onnx: 'uint8', array: Uint8Array },
  UINT16: { onnx: 'uint16', array: Uint16Array },
  UINT32: { onnx: 'uint32', array: Uint32Array },
  UINT64: { onnx: 'uint64', array: BigUint64Array },
  INT8: { onnx: 'int8', array: Int8Array },
  INT16: { onnx: 'int16', array: Int16Array },
  INT32: { onnx: 'int32', array: Int32Array },
  INT64: { onnx: 'int64', array: BigInt64Array },
  /** Half floats travel as their 16 bits; the protocol allows them as binary data only. */
  FP16: { onnx: 'float16', array: Uint16Array },
  FP32: { onnx: 'float32', array: Float32Array },
  FP64: { onnx: 'float64', array: Float64Array },
  BYTES: { onnx: 'string', array: undefined },
} as const satisfies Record<string, DatatypeInfo>;

export type Datatype = keyof typeof DATATYPES;

export const DATATYPE_NAMES = Object.keys(DATATYPES) as Datatype[];

export const isDatatype = (name: string): name is Datatype => Object.hasOwn(DATATYPES, name);

export const onnxTypeOf = (datatype: Datatype): string => DATATYPES[datatype].onnx;

export function datatypeOfOnnx(type: string): Datatype | undefined {
  return DATATYPE_NAMES.find((name) => DATATYPES[name].onnx === type);
}

export const arrayTypeOf = (datatype: Datatype): TypedArrayOf | undefined =>
  DATATYPES[datatype].array as TypedArrayOf | undefined;

/** Elements of a tensor of this shape; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  let count = 1;
  for (const dimension of shape) count *= dimension;
  return count;
}
