import { eventually } from '../src/testing/eventually.ts';
import { type ServiceProcess, startServiceProcess } from '../src/testing/service-process.ts';

/** The service of shop.ts as a process of its own. */
export class ShopProcess {
  readonly #process: ServiceProcess;
  readonly url: string;

  private constructor(process: ServiceProcess, url: string) {
    this.#process = process;
    this.url = url;
  }

  static async start(env: Record<string, string>): Promise<ShopProcess> {
    const shop = startServiceProcess({
      folder: new URL('..', import.meta.url),
      entry: 'test/shop.ts',
      env: { OTEL_SERVICE_NAME: 'shop', ...env },
    });
    try {
      // Fastify's own line: this service has no runner that would write `service_listening`.
      const listening = () => /listening at (http:\/\/127\.0\.0\.1:\d+)/.exec(shop.stdout)?.[1];
      return new ShopProcess(shop, await eventually('listening', listening, 20_000));
    } catch (error) {
      shop.kill();
      throw new Error(`did not start: ${shop.stderr}`, { cause: error });
    }
  }

  get stderr(): string {
    return this.#process.stderr;
  }

  /** Whole lines written so far. */
  lines(eventType?: string): Record<string, unknown>[] {
    const { lines } = this.#process;
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
    this.#process.signal(signal);
  }

  async exit(): Promise<number | null> {
    return this.#process.exitCode();
  }

  async stop(): Promise<number | null> {
    return this.#process.stop();
  }

  kill(): void {
    this.#process.kill();
  }
}
