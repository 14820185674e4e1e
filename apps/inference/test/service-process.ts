import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.ts';
import { ADMIN_TOKEN, MODELS } from './inference-app.ts';

const APP = fileURLToPath(new URL('..', import.meta.url));

/** The service as it really runs: plain node, tracing preloaded, its own process. */
export class ServiceProcess {
  readonly lines: Record<string, unknown>[] = [];
  stderr = '';
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | null>;

  constructor(env: Record<string, string>) {
    this.#child = spawn(process.execPath, ['--import', '@lab/instrumentation/register', 'src/server.ts'], {
      cwd: APP,
      env: {
        PATH: process.env.PATH ?? '',
        PORT: '0',
        OTEL_SERVICE_NAME: 'inference',
        MODEL_REPOSITORY: MODELS,
        ADMIN_TOKEN,
        USER_ID_SALT: 'a salt for tests only',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#exit = new Promise((resolve) => this.#child.once('close', resolve));
    let rest = '';
    this.#child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      this.lines.push(...parts.map((line) => JSON.parse(line)));
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.stderr += chunk;
    });
  }

  /** The base URL, once the service is ready to predict. */
  async ready(): Promise<string> {
    const url = await eventually(
      'listening',
      () => {
        if (this.#child.exitCode !== null) throw new Error(`exited before it listened:\n${this.stderr}`);
        return this.lines.find(({ event_type }) => event_type === 'service_listening')?.listening_on;
      },
      30_000,
    );
    await eventually('ready', async () => ((await fetch(`${url}/readyz`)).ok ? true : undefined), 30_000);
    return String(url);
  }

  /** The exit code, after SIGTERM. */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    return this.exitCode();
  }

  async exitCode(): Promise<number | null> {
    return this.#exit;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
