export type ModelRepositoryErrorCode =
  /** The directory of the repository cannot be read. */
  | 'REPOSITORY_UNREADABLE'
  /** A model has no directory named by a positive integer. */
  | 'MODEL_WITHOUT_VERSIONS'
  /** A version has no model.onnx. */
  | 'MODEL_FILE_MISSING'
  /** manifest.json is not JSON or lacks something. */
  | 'MANIFEST_MALFORMED'
  /** manifest.json speaks of another model or version than its path. */
  | 'MANIFEST_MISPLACED'
  /** model.onnx is not the file that manifest.json describes. */
  | 'MODEL_SHA_MISMATCH';

export class ModelRepositoryError extends Error {
  override readonly name = 'ModelRepositoryError';
  readonly code: ModelRepositoryErrorCode;
  /** The file or directory at fault. */
  readonly path: string;

  constructor(code: ModelRepositoryErrorCode, path: string, message: string, options?: ErrorOptions) {
    super(`${path}: ${message}`, options);
    this.code = code;
    this.path = path;
  }
}
