import { describe, expect, it } from 'vitest';
import { checkInputs } from './check-inputs.ts';
import type { Tensor, TensorSpec } from './tensor.ts';

const SPECS: TensorSpec[] = [
  { name: 'a', datatype: 'FP32', shape: [-1, 2] },
  { name: 'b', datatype: 'INT8', shape: [-1, 1] },
];
const a: Tensor = { name: 'a', datatype: 'FP32', shape: [3, 2], data: new Float32Array(6) };
const b: Tensor = { name: 'b', datatype: 'INT8', shape: [3, 1], data: new Int8Array(3) };

describe('checkInputs', () => {
  it('checkInputs - when all is as the model takes it - then gives it in the order of the model, with its rows', () => {
    expect(checkInputs([b, a], SPECS, true)).toEqual({ inputs: [a, b], rows: 3 });
  });

  it('checkInputs - when the model does not batch - then a request is one row whatever its shape', () => {
    expect(checkInputs([a, b], SPECS, false).rows).toBe(1);
  });

  it.each<[string, Tensor[], string]>([
    ['one is missing', [a], 'input b is missing'],
    ['one is unknown', [a, b, { ...b, name: 'c' }], 'unknown input c; the model takes a, b'],
    ['one is given twice', [a, b, a], 'input a is given twice'],
    ['a datatype differs', [a, { ...b, datatype: 'UINT8' }], 'the model takes INT8, not UINT8'],
    ['a width differs', [{ ...a, shape: [2, 3] }, b], 'shape [2,3] does not fit [-1,2]'],
    ['a rank differs', [{ ...a, shape: [6] }, b], 'shape [6] does not fit [-1,2]'],
    ['rows differ', [a, { ...b, shape: [2, 1], data: new Int8Array(2) }], 'input b has 2 rows, a has 3'],
    [
      'there are no rows',
      [
        { ...a, shape: [0, 2] },
        { ...b, shape: [0, 1] },
      ],
      'no rows',
    ],
  ])('checkInputs - when %s - then says so', (_what, given, reason) => {
    expect(() => checkInputs(given, SPECS, true)).toThrow(reason);
  });
});
