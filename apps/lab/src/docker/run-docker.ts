import { execa } from 'execa';

export interface DockerResult {
  readonly ok: boolean;
  /** No such program. */
  readonly missing: boolean;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DockerOptions {
  readonly timeoutMs?: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Shows what docker writes as it comes, on standard error: standard output is for our own result. */
  readonly show?: boolean;
  readonly signal?: AbortSignal;
}

const DEFAULT_TIMEOUT_MS = 60_000;

/** Runs the docker command line; a failure is an answer, not an exception. */
export async function runDocker(args: readonly string[], options: DockerOptions = {}): Promise<DockerResult> {
  const result = await execa('docker', args, {
    reject: false,
    timeout: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    stdin: 'ignore',
    stdout: options.show === true ? [2, 'pipe'] : 'pipe',
    stderr: options.show === true ? ['inherit', 'pipe'] : 'pipe',
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  });
  return {
    ok: result.exitCode === 0,
    missing: result.code === 'ENOENT',
    timedOut: result.timedOut,
    stdout: result.stdout,
    stderr: result.stderr,
  };
}
