/** What we need did not answer as it should: not the caller's fault, and not a bug of ours. */
export class DependencyError extends Error {
  override readonly name = 'DependencyError';
  readonly code: 'ISSUER_UNAVAILABLE' | 'MODEL_UNAVAILABLE';

  constructor(code: DependencyError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
