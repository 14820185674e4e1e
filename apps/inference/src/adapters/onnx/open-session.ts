import type { ModelSession } from '../../domain/model-session.ts';
import { arrayTypeOf, elementCount } from '../../protocol/datatypes.ts';
import type { Tensor, TensorSpec } from '../../protocol/tensor.ts';
import { openRunner } from './onnx-runner.ts';
import { openWorkerSession } from './worker-session.ts';

export interface SessionSettings {
  readonly threads: number;
  readonly execution: 'auto' | 'inline' | 'worker';
  /** Longest time in seconds that a full batch may hold the event loop up. */
  readonly inlineBudgetSeconds: number;
  readonly batchRows: number;
}

const MEASURED_RUNS = 9;

/**
 * Opens a model where it runs best.
 *
 * Handing a batch to another thread and back costs tens of microseconds and a switch of context. A model that scores
 * a whole batch in less time than that pays more than it gains, so `auto` measures a full batch in a worker first and
 * moves the model inline where its median fits the budget. A model that cannot be measured stays in its worker.
 */
export async function openSession(model: Uint8Array, settings: SessionSettings): Promise<ModelSession> {
  if (settings.execution === 'inline') return openInlineSession(model, settings.threads);
  const worker = await openWorkerSession(model, settings.threads);
  const median = await medianRunSeconds(worker, settings.batchRows);
  if (settings.execution === 'worker' || median === undefined || median > settings.inlineBudgetSeconds)
    return worker;
  await worker.close();
  const inline = await openInlineSession(model, settings.threads);
  await medianRunSeconds(inline, settings.batchRows); // the first runs of a session allocate
  return inline;
}

async function openInlineSession(model: Uint8Array, threads: number): Promise<ModelSession> {
  const runner = await openRunner(model, threads);
  return {
    mode: 'inline',
    inputs: runner.inputs,
    outputs: runner.outputs,
    run: runner.run,
    close: runner.close,
  };
}

async function medianRunSeconds(session: ModelSession, rows: number): Promise<number | undefined> {
  try {
    const seconds: number[] = [];
    for (let run = 0; run < MEASURED_RUNS; run++) {
      seconds.push((await session.run(session.inputs.map((spec) => zeros(spec, rows)))).seconds);
    }
    return seconds.sort((a, b) => a - b)[Math.floor(MEASURED_RUNS / 2)];
  } catch {
    return undefined; // zeros are no valid input for every model
  }
}

function zeros(spec: TensorSpec, rows: number): Tensor {
  const shape = spec.shape.map((dimension, index) =>
    dimension === -1 ? (index === 0 ? rows : 1) : dimension,
  );
  const count = elementCount(shape);
  const ArrayType = arrayTypeOf(spec.datatype);
  return {
    ...spec,
    shape,
    data: ArrayType === undefined ? new Array<string>(count).fill('') : new ArrayType(count),
  };
}
