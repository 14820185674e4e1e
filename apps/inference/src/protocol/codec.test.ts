import { describe, expect, it } from 'vitest';
import type { TensorData } from './datatypes.ts';
import { DATATYPE_NAMES, type Datatype } from './datatypes.ts';
import { readInferRequest } from './infer-request.ts';
import { writeInferResponse } from './infer-response.ts';
import type { Tensor } from './tensor.ts';

const body = (json: unknown, ...binaries: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(JSON.stringify(json)), ...binaries]);
const request = (...inputs: object[]): object => ({ inputs });
const read = (json: unknown): readonly Tensor[] => readInferRequest(body(json), undefined).inputs;
const dataOf = (json: unknown): TensorData | undefined => read(json)[0]?.data;

/** Per datatype: elements as JSON, and the same little-endian, written by hand. */
const EXAMPLES: Record<Exclude<Datatype, 'FP16'>, { json: unknown[]; hex: string }> = {
  BOOL: { json: [true, false, true], hex: '010001' },
  UINT8: { json: [0, 1, 255], hex: '0001ff' },
  UINT16: { json: [1, 258, 65_535], hex: '01000201ffff' },
  UINT32: { json: [1, 2 ** 32 - 1], hex: '01000000ffffffff' },
  UINT64: { json: [1, 2 ** 53 - 1], hex: '0100000000000000ffffffffffff1f00' },
  INT8: { json: [-1, -128, 127], hex: 'ff807f' },
  INT16: { json: [-2, 32_767], hex: 'feffff7f' },
  INT32: { json: [-1, 2 ** 31 - 1], hex: 'ffffffffffffff7f' },
  INT64: { json: [-1, 1], hex: 'ffffffffffffffff0100000000000000' },
  FP32: { json: [1, -0.5], hex: '0000803f000000bf' },
  FP64: { json: [1, -0.5], hex: '000000000000f03f000000000000e0bf' },
  BYTES: { json: ['ab', '', 'é'], hex: '0200000061620000000002000000c3a9' },
};

describe('datatypes', () => {
  it.each(Object.entries(EXAMPLES))(
    'codec - when %s comes as JSON and as binary - then both are the same and go out as they came',
    (datatype, { json, hex }) => {
      const bytes = Buffer.from(hex, 'hex');
      const base = { name: 'x', datatype, shape: [json.length] };
      const fromJson = read(request({ ...base, data: json }));
      const jsonPart = JSON.stringify(request({ ...base, parameters: { binary_data_size: bytes.length } }));
      const fromBinary = readInferRequest(
        Buffer.concat([Buffer.from(jsonPart), bytes]),
        jsonPart.length,
      ).inputs;
      expect(fromBinary).toEqual(fromJson);

      const model = { name: 'm', version: '1' };
      const wanted = (binary: boolean) => ({
        id: undefined,
        inputs: [],
        outputs: [{ name: 'x', binary }],
        binaryOutputs: false,
      });
      const asJson = writeInferResponse(wanted(false), model, fromJson);
      expect(JSON.parse(asJson.body.toString()).outputs).toEqual([{ ...base, data: json }]);
      const asBinary = writeInferResponse(wanted(true), model, fromJson);
      expect(asBinary.body.subarray(asBinary.jsonLength).toString('hex')).toBe(hex);
      expect(JSON.parse(asBinary.body.subarray(0, asBinary.jsonLength).toString()).outputs).toEqual([
        { ...base, parameters: { binary_data_size: bytes.length } },
      ]);
    },
  );

  it('codec - when half floats come - then their bits pass, as binary data only', () => {
    const bits = Buffer.from('003c00c0', 'hex'); // 1 and -2
    const json = JSON.stringify(
      request({ name: 'x', datatype: 'FP16', shape: [2], parameters: { binary_data_size: 4 } }),
    );
    const { inputs } = readInferRequest(Buffer.concat([Buffer.from(json), bits]), json.length);
    const { body: answer, jsonLength } = writeInferResponse(
      { id: undefined, inputs, outputs: undefined, binaryOutputs: false },
      { name: 'm', version: '1' },
      inputs,
    );
    expect(answer.subarray(jsonLength)).toEqual(bits);
    expect(() => read(request({ name: 'x', datatype: 'FP16', shape: [1], data: [1] }))).toThrow(
      'binary data only',
    );
  });

  it('codec - when the table is asked - then every datatype has an example here', () => {
    expect(Object.keys(EXAMPLES).concat('FP16').toSorted()).toEqual(DATATYPE_NAMES.toSorted());
  });
});

describe('JSON data', () => {
  it.each([
    [[1, 2, 3, 4, 5, 6]],
    [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    [
      [
        [[1], [2], [3]],
        [[4], [5], [6]],
      ],
    ],
  ])('codec - when the data is %j - then it is read in row-major order', (data) => {
    expect(dataOf(request({ name: 'x', datatype: 'INT32', shape: [2, 3], data }))).toEqual(
      Int32Array.of(1, 2, 3, 4, 5, 6),
    );
  });

  it.each<[string, object, string]>([
    ['too few elements', { datatype: 'FP32', shape: [3], data: [1, 2] }, 'asks for 3 elements, data has 2'],
    ['text for a number', { datatype: 'FP32', shape: [1], data: ['1'] }, '"1" is not a FP32'],
    ['null for a number', { datatype: 'FP32', shape: [1], data: [null] }, 'null is not a FP32'],
    ['no data', { datatype: 'FP32', shape: [1] }, 'undefined is not a FP32'],
    ['a fraction for an integer', { datatype: 'INT32', shape: [1], data: [1.5] }, '1.5 is not a INT32'],
    ['a number that does not fit', { datatype: 'INT8', shape: [1], data: [128] }, '128 is not a INT8'],
    ['a negative for unsigned', { datatype: 'UINT64', shape: [1], data: [-1] }, '-1 is not a UINT64'],
    ['two for a boolean', { datatype: 'BOOL', shape: [1], data: [2] }, '2 is not a BOOL'],
    ['a number for text', { datatype: 'BYTES', shape: [1], data: [1] }, '1 is not a BYTES'],
    ['an object', { datatype: 'FP32', shape: [1], data: [{ a: 1 }] }, 'an object is not a FP32'],
    ['an unknown datatype', { datatype: 'FP128', shape: [1], data: [1] }, '/inputs/0/datatype'],
    ['a negative dimension', { datatype: 'FP32', shape: [-1], data: [] }, '/inputs/0/shape/0'],
    ['a dimension of text', { datatype: 'FP32', shape: ['2'], data: [] }, '/inputs/0/shape/0'],
    ['too many dimensions', { datatype: 'FP32', shape: new Array(17).fill(1), data: [1] }, '/inputs/0/shape'],
  ])('codec - when an input has %s - then it is refused with the reason', (_what, input, reason) => {
    expect(() => read(request({ name: 'x', ...input }))).toThrow(reason);
    expect(() => read(request({ name: 'x', ...input }))).toThrow(
      expect.objectContaining({ statusCode: 400 }),
    );
  });

  it('codec - when data is nested a million deep - then it is refused, not followed', () => {
    const depth = 1_000_000;
    const text = `{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":${'['.repeat(depth)}1${']'.repeat(depth)}}]}`;
    expect(() => readInferRequest(Buffer.from(text), undefined)).toThrow('an array is not a FP32');
  });
});

describe('requests', () => {
  it.each<[string, Buffer | undefined, number | undefined, string]>([
    ['no body', undefined, undefined, 'no body'],
    ['an empty body', Buffer.alloc(0), undefined, 'not JSON'],
    ['broken JSON', Buffer.from('{"inputs":['), undefined, 'not JSON'],
    ['another type', Buffer.from('[]'), undefined, 'object'],
    ['null', Buffer.from('null'), undefined, 'object'],
    ['no inputs', body({}), undefined, 'inputs'],
    ['an empty list', body({ inputs: [] }), undefined, '/inputs'],
    ['inputs of text', body({ inputs: 'x' }), undefined, '/inputs'],
    ['a header beyond the body', body({ inputs: [] }), 10_000, 'Inference-Header-Content-Length'],
    ['a header that is no number', body({ inputs: [] }), Number.NaN, 'Inference-Header-Content-Length'],
    ['a negative header', body({ inputs: [] }), -1, 'Inference-Header-Content-Length'],
  ])('codec - when a request has %s - then it is refused with 400', (_what, bytes, jsonLength, reason) => {
    expect(() => readInferRequest(bytes, jsonLength)).toThrow(reason);
    expect(() => readInferRequest(bytes, jsonLength)).toThrow(expect.objectContaining({ statusCode: 400 }));
  });

  it.each<[string, number | string, string, string]>([
    ['goes beyond the end', 400, '0000803f', 'goes beyond'],
    ['is negative', -4, '0000803f', 'goes beyond'],
    ['is text', '4', '0000803f', 'goes beyond'],
    ['is smaller than the shape', 2, '0000', 'asks for 4 bytes'],
    ['leaves bytes over', 4, '0000803f00', '1 bytes follow'],
  ])('codec - when binary_data_size %s - then it is refused', (_what, size, hex, reason) => {
    const json = JSON.stringify(
      request({ name: 'x', datatype: 'FP32', shape: [1], parameters: { binary_data_size: size } }),
    );
    expect(() =>
      readInferRequest(Buffer.concat([Buffer.from(json), Buffer.from(hex, 'hex')]), json.length),
    ).toThrow(reason);
  });

  it.each([
    ['ends in a length', '02000000ab0000', 'truncated'],
    ['ends in an element', '05000000616263', 'truncated element 0'],
    ['has too few elements', '0100000061', 'asks for 2 elements, data has 1'],
  ])('codec - when binary BYTES %s - then it is refused', (_what, hex, reason) => {
    const bytes = Buffer.from(hex, 'hex');
    const json = JSON.stringify(
      request({ name: 'x', datatype: 'BYTES', shape: [2], parameters: { binary_data_size: bytes.length } }),
    );
    expect(() => readInferRequest(Buffer.concat([Buffer.from(json), bytes]), json.length)).toThrow(reason);
  });

  it('codec - when binary tensors follow JSON of odd length - then each input gets its own', () => {
    const json = `${JSON.stringify(
      request(
        { name: 'a', datatype: 'FP32', shape: [1], parameters: { binary_data_size: 4 } },
        { name: 'b', datatype: 'INT8', shape: [1], data: [7] },
        { name: 'c', datatype: 'FP64', shape: [1], parameters: { binary_data_size: 8 } },
      ),
    )} `;
    for (const padded of [json, `${json} `]) {
      const bytes = Buffer.from('0000803f000000000000f03f', 'hex');
      const { inputs } = readInferRequest(Buffer.concat([Buffer.from(padded), bytes]), padded.length);
      expect(inputs.map(({ name, data }) => [name, Number(data[0])])).toEqual([
        ['a', 1],
        ['b', 7],
        ['c', 1],
      ]);
    }
  });
});

describe('answers', () => {
  const outputs: Tensor[] = [
    { name: 'a', datatype: 'FP32', shape: [1], data: Float32Array.of(1) },
    { name: 'b', datatype: 'FP32', shape: [2], data: Float32Array.of(2, 3) },
  ];
  const answer = (json: object) => {
    const { body: bytes, jsonLength } = writeInferResponse(
      readInferRequest(
        body({ ...request({ name: 'x', datatype: 'FP32', shape: [1], data: [1] }), ...json }),
        undefined,
      ),
      { name: 'm', version: '3' },
      outputs,
    );
    return {
      json: JSON.parse(bytes.subarray(0, jsonLength).toString()),
      binary: bytes.subarray(jsonLength ?? bytes.length),
    };
  };

  it('codec - when nothing is chosen - then every output goes out as JSON, with the id of the request', () => {
    expect(answer({ id: 'mine' }).json).toEqual({
      model_name: 'm',
      model_version: '3',
      id: 'mine',
      outputs: [
        { name: 'a', datatype: 'FP32', shape: [1], data: [1] },
        { name: 'b', datatype: 'FP32', shape: [2], data: [2, 3] },
      ],
    });
  });

  it('codec - when one output is chosen as binary - then it alone goes out', () => {
    const { json, binary } = answer({ outputs: [{ name: 'b', parameters: { binary_data: true } }] });
    expect(json.outputs).toEqual([
      { name: 'b', datatype: 'FP32', shape: [2], parameters: { binary_data_size: 8 } },
    ]);
    expect(binary.toString('hex')).toBe('0000004000004040');
  });

  it('codec - when all are wanted as binary but one says otherwise - then that one is JSON', () => {
    const { json, binary } = answer({
      parameters: { binary_data_output: true },
      outputs: [{ name: 'a' }, { name: 'b', parameters: { binary_data: false } }],
    });
    expect(json.outputs[1].data).toEqual([2, 3]);
    expect(binary).toHaveLength(4);
  });

  it.each([
    [{ outputs: [{ name: 'z' }] }, 'unknown output z; the model has a, b'],
    [
      { outputs: [{ name: 'a', parameters: { classification: 2 } }] },
      'classification extension is not supported',
    ],
  ])('codec - when the request says %j - then it is refused', (json, reason) => {
    expect(() => answer(json)).toThrow(reason);
  });
});
