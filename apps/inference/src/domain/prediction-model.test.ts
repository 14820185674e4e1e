import { expect, it } from 'vitest';
import type { TensorSpec } from '../protocol/tensor.ts';
import { predictionMistake } from './prediction-model.ts';

const input: TensorSpec = { name: 'input', datatype: 'FP32', shape: [-1, 19] };
const output: TensorSpec = { name: 'probability', datatype: 'FP32', shape: [-1, 1] };

it.each([
  [input, output],
  [{ ...input, shape: [1, 19] }, output],
  [
    { ...input, shape: [-1, -1] },
    { ...output, shape: [-1] },
  ],
  [input, { ...output, datatype: 'FP64' as const }],
])(
  'predictionMistake - when a row of features fits %j and one number comes out - then there is none',
  (first, out) => {
    expect(predictionMistake({ inputs: [first], outputs: [out] })).toBeUndefined();
  },
);

it.each([
  [[{ ...input, shape: [-1, 4] }], [output], 'takes input FP32[-1,4]'],
  [[{ ...input, datatype: 'FP64' as const }], [output], 'takes input FP64[-1,19]'],
  [[{ ...input, shape: [-1, 19, 1] }], [output], 'takes input FP32[-1,19,1]'],
  [[{ ...input, shape: [8, 19] }], [output], 'takes input FP32[8,19]'],
  [[input, { ...input, name: 'mask' }], [output], 'input FP32[-1,19], mask FP32[-1,19]'],
  [[input], [{ ...output, shape: [-1, 2] }], 'gives probability FP32[-1,2]'],
  [[input], [{ ...output, datatype: 'INT64' as const }], 'gives probability INT64[-1,1]'],
])(
  'predictionMistake - when the model has %j and %j - then says what it has instead',
  (inputs, outputs, words) => {
    expect(predictionMistake({ inputs, outputs })).toContain(words);
  },
);
