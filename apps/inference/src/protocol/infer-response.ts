import { InvalidInferRequest } from '../errors.ts';
import { tensorDataToBinary } from './binary-data.ts';
import type { InferRequest } from './infer-request.ts';
import { tensorDataToJson } from './json-data.ts';
import type { Tensor } from './tensor.ts';

interface InferResponse {
  readonly body: Buffer;
  /** Bytes of JSON before the binary tensors, or undefined where the whole body is JSON. */
  readonly jsonLength: number | undefined;
}

/** Writes the outputs that the caller asked for, each as JSON or as binary data. */
export function writeInferResponse(
  request: InferRequest,
  model: { name: string; version: string },
  outputs: readonly Tensor[],
): InferResponse {
  const wanted = request.outputs ?? outputs.map(({ name }) => ({ name, binary: request.binaryOutputs }));
  const binaries: Buffer[] = [];
  const described = wanted.map(({ name, binary }) => {
    const tensor = outputs.find((output) => output.name === name);
    if (tensor === undefined) {
      throw new InvalidInferRequest(
        `unknown output ${name}; the model has ${outputs.map((output) => output.name).join(', ')}`,
      );
    }
    const base = { name, datatype: tensor.datatype, shape: tensor.shape };
    // Half floats have no JSON form in the protocol.
    if (!binary && tensor.datatype !== 'FP16')
      return { ...base, data: tensorDataToJson(tensor.datatype, tensor.data) };
    const bytes = tensorDataToBinary(tensor.data);
    binaries.push(bytes);
    return { ...base, parameters: { binary_data_size: bytes.length } };
  });
  const json = Buffer.from(
    JSON.stringify({
      model_name: model.name,
      model_version: model.version,
      id: request.id,
      outputs: described,
    }),
  );
  if (binaries.length === 0) return { body: json, jsonLength: undefined };
  return { body: Buffer.concat([json, ...binaries]), jsonLength: json.length };
}
