import { floatBytes, ProtoMessage } from './protobuf.ts';

// Messages of onnx.proto (https://github.com/onnx/onnx/blob/v1.16.0/onnx/onnx.proto); field numbers from there.

/** ONNX 1.13: understood by every runtime of the last years. */
const IR_VERSION = 8;
const OPSET_VERSION = 17;
/** The last version of the ONNX-ML operators with TreeEnsembleRegressor before its successor of version 5. */
const ML_OPSET_VERSION = 3;

const ELEMENT_TYPE_FLOAT = 1;

export type Attribute =
  | { name: string; string: string }
  | { name: string; integer: number }
  | { name: string; floats: readonly number[] }
  | { name: string; integers: readonly number[] }
  | { name: string; strings: readonly string[] };

export interface Node {
  operator: string;
  /** '' for the standard operators, 'ai.onnx.ml' for the trees. */
  domain: '' | 'ai.onnx.ml';
  inputs: readonly string[];
  outputs: readonly string[];
  attributes?: readonly Attribute[];
}

/** A float32 tensor that the graph takes or gives; -1 stands for the batch. */
interface TensorInfo {
  name: string;
  shape: readonly number[];
}

/** A float32 constant of the graph. */
export interface Constant {
  name: string;
  shape: readonly number[];
  values: Iterable<number>;
}

export interface OnnxModel {
  name: string;
  version: number;
  description: string;
  inputs: readonly TensorInfo[];
  outputs: readonly TensorInfo[];
  constants?: readonly Constant[];
  nodes: readonly Node[];
  metadata?: Readonly<Record<string, string>>;
}

/** The bytes of an ONNX file. They depend on the argument alone: no time, no machine, no order of a hash. */
export function encodeOnnxModel(model: OnnxModel): Uint8Array {
  const message = new ProtoMessage()
    .integer(1, IR_VERSION)
    .string(2, 'ml-observability-lab')
    .string(4, 'ml-observability-lab')
    .integer(5, model.version)
    .string(6, model.description)
    .message(7, graph(model))
    .message(8, operatorSet('', OPSET_VERSION))
    .message(8, operatorSet('ai.onnx.ml', ML_OPSET_VERSION));
  for (const [key, value] of Object.entries(model.metadata ?? {})) {
    message.message(14, new ProtoMessage().string(1, key).string(2, value));
  }
  return message.finish();
}

function graph(model: OnnxModel): ProtoMessage {
  const message = new ProtoMessage();
  for (const each of model.nodes) message.message(1, node(each));
  message.string(2, model.name);
  for (const constant of model.constants ?? []) message.message(5, tensor(constant));
  for (const input of model.inputs) message.message(11, valueInfo(input));
  for (const output of model.outputs) message.message(12, valueInfo(output));
  return message;
}

function operatorSet(domain: string, version: number): ProtoMessage {
  return new ProtoMessage().string(1, domain).integer(2, version);
}

function node(source: Node): ProtoMessage {
  const message = new ProtoMessage();
  for (const input of source.inputs) message.string(1, input);
  for (const output of source.outputs) message.string(2, output);
  message.string(3, source.outputs.join('_')).string(4, source.operator);
  for (const each of source.attributes ?? []) message.message(5, attribute(each));
  return message.string(7, source.domain);
}

function attribute(source: Attribute): ProtoMessage {
  const message = new ProtoMessage().string(1, source.name);
  if ('string' in source) return message.string(4, source.string).integer(20, 3);
  if ('integer' in source) return message.integer(3, source.integer).integer(20, 2);
  if ('floats' in source) return message.packedFloats(7, source.floats).integer(20, 6);
  if ('integers' in source) return message.packedIntegers(8, source.integers).integer(20, 7);
  for (const each of source.strings) message.string(9, each);
  return message.integer(20, 8);
}

function tensor({ name, shape, values }: Constant): ProtoMessage {
  return new ProtoMessage()
    .packedIntegers(1, shape)
    .integer(2, ELEMENT_TYPE_FLOAT)
    .string(8, name)
    .bytes(9, floatBytes(values));
}

function valueInfo({ name, shape }: TensorInfo): ProtoMessage {
  const dimensions = new ProtoMessage();
  for (const size of shape) {
    dimensions.message(
      1,
      size === -1 ? new ProtoMessage().string(2, 'batch') : new ProtoMessage().integer(1, size),
    );
  }
  const tensorType = new ProtoMessage().integer(1, ELEMENT_TYPE_FLOAT).message(2, dimensions);
  return new ProtoMessage().string(1, name).message(2, new ProtoMessage().message(1, tensorType));
}
