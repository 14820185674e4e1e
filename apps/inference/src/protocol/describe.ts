import type { LoadedVersion } from '../domain/loaded-version.ts';

const PLATFORM = 'onnxruntime_onnx';

/** `GET /v2/models/{model}`: model metadata of the protocol. */
export const modelMetadata = (loaded: LoadedVersion, versions: readonly string[]) => ({
  name: loaded.name,
  versions,
  platform: PLATFORM,
  inputs: loaded.session.inputs,
  outputs: loaded.session.outputs,
});

/** `GET /v2/models/{model}/config`: Triton's model configuration extension. The batch dimension is not in `dims`. */
export function modelConfig(loaded: LoadedVersion) {
  const tensors = (specs: LoadedVersion['session']['inputs']) =>
    specs.map(({ name, datatype, shape }) => ({
      name,
      data_type: datatype === 'BYTES' ? 'TYPE_STRING' : `TYPE_${datatype}`,
      dims: loaded.batches ? shape.slice(1) : shape,
    }));
  return {
    name: loaded.name,
    platform: PLATFORM,
    backend: 'onnxruntime',
    version_policy: { all: {} },
    max_batch_size: loaded.batches ? loaded.maxBatchRows : 0,
    input: tensors(loaded.session.inputs),
    output: tensors(loaded.session.outputs),
    ...(loaded.batches ? { dynamic_batching: { preferred_batch_size: [loaded.maxBatchRows] } } : {}),
  };
}

/** One entry of `GET /v2/models/{model}/stats`: Triton's statistics extension. */
export function modelStatistics({ name, version, statistics }: LoadedVersion) {
  const duration = (count: number, ns: number) => ({ count, ns });
  return {
    name,
    version,
    last_inference: statistics.lastInferenceMs,
    inference_count: statistics.rowCount,
    execution_count: statistics.executionCount,
    inference_stats: {
      success: duration(statistics.successCount, statistics.queueNanos + statistics.runNanos),
      fail: duration(statistics.failCount, statistics.failNanos),
      queue: duration(statistics.successCount, statistics.queueNanos),
      compute_input: duration(statistics.successCount, 0),
      compute_infer: duration(statistics.successCount, statistics.runNanos),
      compute_output: duration(statistics.successCount, 0),
      cache_hit: duration(0, 0),
      cache_miss: duration(0, 0),
    },
    batch_stats: [],
  };
}
