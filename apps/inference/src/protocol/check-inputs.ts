import { InvalidInferRequest } from '../errors.ts';
import type { Tensor, TensorSpec } from './tensor.ts';

/**
 * Compares a request's inputs with what the model takes and puts them into the model's order.
 * @returns the inputs, and the rows that they hold where the model batches
 */
export function checkInputs(
  given: readonly Tensor[],
  specs: readonly TensorSpec[],
  batches: boolean,
): { inputs: readonly Tensor[]; rows: number } {
  const unknown = given.find(({ name }) => !specs.some((spec) => spec.name === name));
  if (unknown !== undefined) {
    throw new InvalidInferRequest(
      `unknown input ${unknown.name}; the model takes ${specs.map(({ name }) => name).join(', ')}`,
    );
  }
  const inputs = specs.map((spec) => {
    const matching = given.filter(({ name }) => name === spec.name);
    const [tensor] = matching;
    if (tensor === undefined) throw new InvalidInferRequest(`input ${spec.name} is missing`);
    if (matching.length > 1) throw new InvalidInferRequest(`input ${spec.name} is given twice`);
    if (tensor.datatype !== spec.datatype) {
      throw new InvalidInferRequest(
        `input ${spec.name}: the model takes ${spec.datatype}, not ${tensor.datatype}`,
      );
    }
    const fits =
      tensor.shape.length === spec.shape.length &&
      spec.shape.every((size, index) => size === -1 || size === tensor.shape[index]);
    if (!fits) {
      throw new InvalidInferRequest(
        `input ${spec.name}: shape [${tensor.shape.join(',')}] does not fit [${spec.shape.join(',')}]`,
      );
    }
    return tensor;
  });
  if (!batches) return { inputs, rows: 1 };
  const rows = inputs[0]?.shape[0] ?? 0;
  if (rows === 0) throw new InvalidInferRequest('the request has no rows');
  const different = inputs.find(({ shape }) => shape[0] !== rows);
  if (different !== undefined) {
    throw new InvalidInferRequest(
      `input ${different.name} has ${different.shape[0]} rows, ${inputs[0]?.name} has ${rows}`,
    );
  }
  return { inputs, rows };
}
