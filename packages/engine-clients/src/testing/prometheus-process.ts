import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll } from '../poll.ts';

/** A Prometheus of a test's own. */
export interface PrometheusProcess extends AsyncDisposable {
  /** Its base URL. */
  readonly url: string;
}

interface PrometheusProcessOptions {
  /** Holds its configuration and its `data`, and stays; one that goes with it where it is left out. */
  readonly folder?: string;
  /** One that it finds itself where it is left out. */
  readonly port?: number;
  readonly args?: readonly string[];
}

const START_LIMIT_MS = 30_000;
const KEPT_OUTPUT = 20_000;

/**
 * Starts Prometheus, and waits until it is ready.
 *
 * @param config prometheus.yml
 * @throws Error with what it wrote, where it ends or is not ready within 30 s
 */
export async function startPrometheusProcess(
  binary: string,
  config: string,
  { folder: kept, port: wanted = 0, args = [] }: PrometheusProcessOptions = {},
): Promise<PrometheusProcess> {
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'prometheus-'));
  mkdirSync(folder, { recursive: true });
  const configFile = join(folder, 'prometheus.yml');
  writeFileSync(configFile, config);
  const child = spawn(
    binary,
    [
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${wanted}`,
      ...args,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  // Found as it comes: a Prometheus with many blocks writes more than is kept in the moment after.
  let listening: string | undefined;
  child.once('error', (error) => {
    output += error.message;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    listening ??= /Listening on.*address=127\.0\.0\.1:(\d+)/.exec(output)?.[1];
    output = output.slice(-KEPT_OUTPUT);
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const port = await poll(() => listening, {
      timeoutMs: START_LIMIT_MS,
      waitingFor: 'Prometheus to listen',
    });
    const url = `http://127.0.0.1:${port}`;
    await poll(async () => ((await fetch(`${url}/-/ready`)).ok ? true : undefined), {
      timeoutMs: START_LIMIT_MS,
      waitingFor: 'Prometheus to be ready',
    });
    return { url, [Symbol.asyncDispose]: stop };
  } catch (cause) {
    await stop();
    throw new Error(`Prometheus did not start:\n${output}`, { cause });
  }
}
