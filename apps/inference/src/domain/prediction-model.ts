import { FEATURE_COUNT } from '@lab/model/features';
import type { TensorSpec } from '../protocol/tensor.ts';
import type { ModelSession } from './model-session.ts';

/**
 * Why a model cannot stand behind /predict, or undefined where it can: one FP32 input of one row of features, and a
 * first output of one number per row.
 */
export function predictionMistake({
  inputs,
  outputs,
}: Pick<ModelSession, 'inputs' | 'outputs'>): string | undefined {
  const [input, ...others] = inputs;
  const [output] = outputs;
  if (input === undefined || others.length > 0 || input.datatype !== 'FP32' || !takesOneRow(input)) {
    return `/predict needs a model of one input FP32[-1,${FEATURE_COUNT}], this one takes ${inputs.map(spell).join(', ')}`;
  }
  if (output === undefined || !/^FP(32|64)$/.test(output.datatype) || !isOneNumberPerRow(output)) {
    return `/predict needs a model whose first output is FP32[-1,1], this one gives ${outputs.map(spell).join(', ')}`;
  }
  return undefined;
}

const takesOneRow = ({ shape: [rows, width, ...rest] }: TensorSpec): boolean =>
  rest.length === 0 && isFreeOr(1, rows) && isFreeOr(FEATURE_COUNT, width);

const isOneNumberPerRow = ({ shape: [rows, ...rest] }: TensorSpec): boolean =>
  isFreeOr(1, rows) && rest.every((size) => size === 1);

const isFreeOr = (wanted: number, size: number | undefined): boolean => size === -1 || size === wanted;

const spell = ({ name, datatype, shape }: TensorSpec): string => `${name} ${datatype}[${shape.join(',')}]`;
