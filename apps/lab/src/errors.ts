import { EXIT, type ExitCode } from './exit-codes.ts';

/** A failure that a person can act upon: what went wrong, and what to do next. */
export class LabError extends Error {
  override readonly name = 'LabError';
  readonly code: string;
  /** Undefined where the message says all there is to do. */
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;

  constructor(code: string, message: string, hint: string | undefined, exitCode: ExitCode = EXIT.failed) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.exitCode = exitCode;
  }
}

export function notRunning(): LabError {
  return new LabError('NOT_RUNNING', 'the lab is not running', 'start it: ./lab up', EXIT.notRunning);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
