export type ProcessKind = 'database' | 'service' | 'engine';

export type Readiness =
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'tcp'; readonly port: number };

/** How to run one process of the lab. */
export interface ProcessDefinition {
  readonly name: string;
  readonly kind: ProcessKind;
  readonly version: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the process: nothing of the caller's leaks in. */
  readonly env: Readonly<Record<string, string>>;
  /** The ports it listens on, the main one first. */
  readonly ports: readonly number[];
  readonly readiness: Readiness;
  /** Files that its output is appended to. */
  readonly stdout: string;
  readonly stderr: string;
  /** Processes stop in ascending order of stage, those of one stage together. */
  readonly stopStage: number;
  /** How long it may take to end after SIGTERM before SIGKILL, in milliseconds. */
  readonly stopGraceMs: number;
  /** Runs before each start: makes folders, stages configuration. */
  prepare?(): void | Promise<void>;
}
