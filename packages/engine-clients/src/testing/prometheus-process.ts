import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll } from '../poll.ts';

/** A Prometheus with a folder of its own, which goes with it. */
export interface PrometheusProcess extends AsyncDisposable {
  /** Its base URL. */
  readonly url: string;
}

const START_LIMIT_MS = 30_000;
const KEPT_OUTPUT = 20_000;

/**
 * Starts Prometheus on a port that it finds itself, and waits until it is ready.
 *
 * @param config prometheus.yml
 * @throws Error with what it wrote, where it ends or is not ready within 30 s
 */
export async function startPrometheusProcess(binary: string, config: string): Promise<PrometheusProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  const configFile = join(folder, 'prometheus.yml');
  writeFileSync(configFile, config);
  const child = spawn(
    binary,
    [
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  child.once('error', (error) => {
    output += error.message;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-KEPT_OUTPUT);
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const port = await poll(() => /Listening on.*address=127\.0\.0\.1:(\d+)/.exec(output)?.[1], {
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
