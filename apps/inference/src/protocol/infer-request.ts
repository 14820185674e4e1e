import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { InvalidInferRequest, InvalidTensor } from '../errors.ts';
import { tensorDataFromBinary } from './binary-data.ts';
import { DATATYPE_NAMES, elementCount, isDatatype } from './datatypes.ts';
import { MAX_RANK, tensorDataFromJson } from './json-data.ts';
import type { Tensor } from './tensor.ts';

const Parameters = Type.Record(Type.String(), Type.Unknown());

/** The JSON part of an inference request (Open Inference Protocol v2, "Inference Request JSON Object"). */
export const InferRequestJson = Type.Object(
  {
    id: Type.Optional(Type.String({ maxLength: 256 })),
    parameters: Type.Optional(Parameters),
    inputs: Type.Array(
      Type.Object({
        name: Type.String(),
        shape: Type.Array(Type.Integer({ minimum: 0 }), { maxItems: MAX_RANK }),
        datatype: Type.Enum(DATATYPE_NAMES),
        parameters: Type.Optional(Parameters),
        data: Type.Optional(Type.Unknown()),
      }),
      { minItems: 1, maxItems: 64 },
    ),
    outputs: Type.Optional(
      Type.Array(Type.Object({ name: Type.String(), parameters: Type.Optional(Parameters) }), {
        maxItems: 64,
      }),
    ),
  },
  { $id: 'InferRequest' },
);
type InferRequestJson = Static<typeof InferRequestJson>;

export interface InferRequest {
  readonly id: string | undefined;
  readonly inputs: readonly Tensor[];
  /** Undefined where the caller wants every output. */
  readonly outputs: readonly { readonly name: string; readonly binary: boolean }[] | undefined;
  /** Whether outputs that say nothing of their own are wanted as binary data. */
  readonly binaryOutputs: boolean;
}

/**
 * Reads a request body: JSON alone, or JSON of `jsonLength` bytes followed by the binary tensors in the order of the
 * inputs that have a `binary_data_size`.
 * @throws InvalidInferRequest, InvalidTensor with what is wrong and where
 */
export function readInferRequest(
  body: Buffer | null | undefined,
  jsonLength: number | undefined,
): InferRequest {
  if (!body) throw new InvalidInferRequest('the request has no body');
  if (
    jsonLength !== undefined &&
    (!Number.isInteger(jsonLength) || jsonLength < 0 || jsonLength > body.length)
  ) {
    throw new InvalidInferRequest(`Inference-Header-Content-Length must be between 0 and ${body.length}`);
  }
  const json = parse(body.subarray(0, jsonLength));
  let offset = jsonLength ?? body.length;
  const inputs = json.inputs.map((input): Tensor => {
    if (!isDatatype(input.datatype))
      throw new InvalidTensor(`input ${input.name}: unknown datatype ${input.datatype}`);
    const count = elementCount(input.shape);
    const base = { name: input.name, datatype: input.datatype, shape: input.shape };
    const size = input.parameters?.binary_data_size;
    if (size === undefined) {
      return { ...base, data: tensorDataFromJson(input.name, input.datatype, count, input.data) };
    }
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || offset + size > body.length) {
      throw new InvalidTensor(
        `input ${input.name}: binary_data_size ${String(size)} goes beyond the request's end`,
      );
    }
    const bytes = body.subarray(offset, offset + size);
    offset += size;
    return { ...base, data: tensorDataFromBinary(input.name, input.datatype, count, bytes) };
  });
  if (offset !== body.length)
    throw new InvalidInferRequest(`${body.length - offset} bytes follow the last binary tensor`);
  return {
    id: json.id,
    inputs,
    outputs: json.outputs?.map((output) => readOutput(output, json.parameters?.binary_data_output === true)),
    binaryOutputs: json.parameters?.binary_data_output === true,
  };
}

function parse(text: Buffer): InferRequestJson {
  let json: unknown;
  try {
    json = JSON.parse(text.toString('utf8'));
  } catch (error) {
    throw new InvalidInferRequest(`the request is not JSON: ${(error as Error).message}`);
  }
  if (!Value.Check(InferRequestJson, json)) {
    const problems = [...Value.Errors(InferRequestJson, json)].map(
      ({ instancePath, message }) => `${instancePath || '/'} ${message}`,
    );
    throw new InvalidInferRequest(problems.slice(0, 5).join('; '));
  }
  return json;
}

function readOutput(output: { name: string; parameters?: Record<string, unknown> }, binaryDefault: boolean) {
  if (output.parameters?.classification !== undefined) {
    throw new InvalidInferRequest(`output ${output.name}: the classification extension is not supported`);
  }
  const binary = output.parameters?.binary_data;
  return { name: output.name, binary: typeof binary === 'boolean' ? binary : binaryDefault };
}
