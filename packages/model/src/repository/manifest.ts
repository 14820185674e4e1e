/** A tensor in the words of the Open Inference Protocol; -1 stands for a size that may vary. */
export interface TensorMetadata {
  name: string;
  datatype: string;
  shape: number[];
}

/**
 * Measured on held-out data; `best_possible_*` is what the true probabilities reach on the same rows, where the process that
 * makes the labels is known.
 */
export interface ModelQuality {
  rows: number;
  fraud_share: number;
  auc: number;
  best_possible_auc?: number;
  /** Nats. */
  log_loss: number;
  best_possible_log_loss?: number;
  brier: number;
  best_possible_brier?: number;
  /** The four below: "score >= thresholds.decline means fraud". */
  accuracy: number;
  precision: number;
  recall: number;
  false_positive_rate: number;
}

export interface TrainingFacts {
  algorithm: string;
  seed: number;
  rows: number;
  hyperparameters: Record<string, number>;
}

/** What `manifest.json` beside a `model.onnx` says. */
export interface ModelManifest {
  name: string;
  version: string;
  /** Of model.onnx, lower-case hexadecimal. */
  sha256: string;
  inputs: TensorMetadata[];
  outputs: TensorMetadata[];
  feature_names: string[];
  /** Scores from which a payment is reviewed, and declined. */
  thresholds: { review: number; decline: number };
  quality: ModelQuality;
  trained: TrainingFacts;
}

/** Every way in which a value fails to be a manifest, as `path: what is wrong`; empty for a good one. */
export function manifestProblems(value: unknown): string[] {
  if (!isRecord(value)) return ['(root): must be an object'];
  const problems: string[] = [];
  const expect = (condition: boolean, path: string, rule: string) => {
    if (!condition) problems.push(`${path}: ${rule}`);
  };
  expect(isText(value.name), 'name', 'must be a text');
  expect(
    isText(value.version) && /^[1-9]\d*$/.test(value.version),
    'version',
    'must be a positive integer as text',
  );
  expect(
    isText(value.sha256) && /^[0-9a-f]{64}$/.test(value.sha256),
    'sha256',
    'must be 64 hexadecimal digits',
  );
  for (const side of ['inputs', 'outputs']) {
    const tensors = value[side];
    expect(
      isNonEmptyArray(tensors) && tensors.every(isTensorMetadata),
      side,
      'must list name, datatype and shape',
    );
  }
  expect(
    isNonEmptyArray(value.feature_names) && value.feature_names.every(isText),
    'feature_names',
    'must be texts',
  );
  expect(isThresholds(value.thresholds), 'thresholds', 'must hold 0 <= review <= decline <= 1');
  expect(
    isRecord(value.quality) && Object.values(value.quality).every(isNumber),
    'quality',
    'must hold numbers',
  );
  expect(
    isRecord(value.trained) && isText(value.trained.algorithm) && isRecord(value.trained.hyperparameters),
    'trained',
    'must hold algorithm and hyperparameters',
  );
  return problems;
}

function isTensorMetadata(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value.name) &&
    isText(value.datatype) &&
    Array.isArray(value.shape) &&
    value.shape.every((size) => Number.isInteger(size) && size >= -1)
  );
}

function isThresholds(value: unknown): boolean {
  if (!isRecord(value) || !isNumber(value.review) || !isNumber(value.decline)) return false;
  return 0 <= value.review && value.review <= value.decline && value.decline <= 1;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNonEmptyArray(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
