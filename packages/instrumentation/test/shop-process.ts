import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';

const DEADLINE = { timeout: 20_000, interval: 50 };

/** The service of shop.ts as a process of its own. */
export class ShopProcess {
  readonly #child: ChildProcess;
  #out = '';
  #err = '';
  url = '';

  private constructor(env: Record<string, string>) {
    this.#child = spawn(process.execPath, ['--import', '@lab/instrumentation/register', 'test/shop.ts'], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { PATH: process.env.PATH ?? '', OTEL_SERVICE_NAME: 'shop', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.on('data', (chunk) => {
      this.#out += String(chunk);
    });
    this.#child.stderr?.on('data', (chunk) => {
      this.#err += String(chunk);
    });
  }

  static async start(env: Record<string, string>): Promise<ShopProcess> {
    const shop = new ShopProcess(env);
    shop.url = await vi.waitFor(() => {
      const url = /listening at (http:\/\/127\.0\.0\.1:\d+)/.exec(shop.#out)?.[1];
      if (url === undefined) throw new Error(`not listening: ${shop.#err}`);
      return url;
    }, DEADLINE);
    return shop;
  }

  get stderr(): string {
    return this.#err;
  }

  /** Whole lines written so far. */
  lines(eventType?: string): Record<string, unknown>[] {
    const whole = this.#out.slice(0, this.#out.lastIndexOf('\n') + 1);
    const lines = whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Record<string, unknown> => JSON.parse(line));
    return eventType === undefined ? lines : lines.filter((line) => line.event_type === eventType);
  }

  /** Samples of the text format, by their name and labels. */
  async metrics(): Promise<Map<string, number>> {
    const body = await (await fetch(`${this.url}/metrics`)).text();
    const samples = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(
      samples.map((line) => {
        const at = line.lastIndexOf(' ');
        return [line.slice(0, at), Number(line.slice(at + 1))];
      }),
    );
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async exit(): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#child.exitCode;
    const [code] = await once(this.#child, 'close');
    return code;
  }

  async stop(): Promise<number | null> {
    this.signal('SIGTERM');
    return this.exit();
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
