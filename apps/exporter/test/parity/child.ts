import { type ChildProcess, spawn } from 'node:child_process';

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 10_000;
const POLL_MS = 20;

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Finds in the output that the process is ready; its first group is the port on which it listens. */
  readonly listening: RegExp;
}

/** A process that listens on a port of its own choice. */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
}

/** @throws Error with the output of the process if it ends, or is not ready in time */
export async function startChild({ file, args, cwd, env, listening }: Command): Promise<Child> {
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-20_000);
    });
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  const stop = () => stopChild(child);
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const port = listening.exec(output)?.[1];
    if (port !== undefined && child.pid !== undefined)
      return { pid: child.pid, port: Number(port), [Symbol.asyncDispose]: stop };
    if (failure !== undefined || child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`${file} did not start:\n${output}`, { cause: failure });
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(timer);
}
