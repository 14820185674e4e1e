import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import type { SessionRun } from '../../domain/model-session.ts';
import { datatypeOfOnnx, onnxTypeOf } from '../../protocol/datatypes.ts';
import type { Tensor, TensorSpec } from '../../protocol/tensor.ts';
import { sessionOptions } from './session-options.ts';

// ONNX Runtime's Linux library reports its use to its vendor, and keeps a database for that in the working directory.
// It reads this when its first session is made.
process.env.ORT_DISABLE_TELEMETRY = '1';

/** An ONNX Runtime session in the thread that called {@link openRunner}; our tensors in and out. */
export interface OnnxRunner {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  run(inputs: readonly Tensor[]): Promise<SessionRun>;
  close(): Promise<void>;
}

/** @param model the bytes of an ONNX file */
export async function openRunner(model: Uint8Array, threads: number): Promise<OnnxRunner> {
  const session = await InferenceSession.create(model, sessionOptions(threads));
  const outputs = session.outputMetadata.map(specOf);
  return {
    inputs: session.inputMetadata.map(specOf),
    outputs,
    async run(inputs) {
      const feeds: Record<string, OnnxTensor> = {};
      for (const { name, datatype, data, shape } of inputs) {
        feeds[name] = new OnnxTensor(
          onnxTypeOf(datatype) as 'float32',
          data as Float32Array,
          shape as number[],
        );
      }
      // onnxruntime-node runs synchronously in a later turn of the event loop, so the clock starts in that turn: the
      // wait for it is queueing, not inference.
      let started = performance.now();
      setImmediate(() => {
        started = performance.now();
      });
      const results = await session.run(feeds);
      const seconds = (performance.now() - started) / 1000;
      return { outputs: outputs.map((spec) => tensorOf(spec, results[spec.name])), seconds };
    },
    close: () => session.release(),
  };
}

function specOf(metadata: InferenceSession.ValueMetadata): TensorSpec {
  const datatype = metadata.isTensor ? datatypeOfOnnx(metadata.type) : undefined;
  if (!metadata.isTensor || datatype === undefined) {
    throw new Error(
      `${metadata.name}: only tensors of the Open Inference Protocol's datatypes can be served`,
    );
  }
  return {
    name: metadata.name,
    datatype,
    shape: metadata.shape.map((dimension) => (typeof dimension === 'number' ? dimension : -1)),
  };
}

/** Half floats come as numbers (Float16Array) and travel as their bits; copying the one into the other would convert. */
function bitsOf({ datatype }: TensorSpec, data: Tensor['data']): Tensor['data'] {
  if (datatype !== 'FP16' || Array.isArray(data) || data instanceof Uint16Array) return data;
  const { buffer, byteOffset, length } = data as Float32Array;
  return new Uint16Array(buffer, byteOffset, length);
}

function tensorOf(spec: TensorSpec, value: unknown): Tensor {
  const { data, dims } = value as OnnxTensor;
  return {
    name: spec.name,
    datatype: spec.datatype,
    shape: dims,
    data: bitsOf(spec, data as Tensor['data']),
  };
}
