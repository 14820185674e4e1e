import { setTimeout as delay } from 'node:timers/promises';
import type { LiveLab } from './live-lab.ts';

/** Milliseconds since the epoch; no end while it lasts. */
export interface Stretch {
  readonly from: number;
  to: number | undefined;
}

const INTERVAL_MS = 200;

/** Writes down from when to when each alert fires in Prometheus, by its name: all its series together. */
export class FiringWatch {
  readonly #lab: LiveLab;
  readonly #stretches = new Map<string, Stretch[]>();
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  constructor(lab: LiveLab) {
    this.#lab = lab;
    this.#running = this.#run();
  }

  /** Stretches of any of these alerts that began at a moment or later, in the order of their beginning. */
  since(moment: number, names: readonly string[]): (Stretch & { readonly name: string })[] {
    return names
      .flatMap((name) => (this.#stretches.get(name) ?? []).map((stretch) => ({ name, ...stretch })))
      .filter(({ from }) => from >= moment)
      .sort((a, b) => a.from - b.from);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      // An engine that does not answer leaves everything as it was.
      const firing = await this.#lab.firing().catch(() => undefined);
      if (firing !== undefined) this.#note(new Set(firing.map(({ name }) => name)));
      await delay(INTERVAL_MS, undefined, { signal }).catch(() => {});
    }
  }

  #note(firing: ReadonlySet<string>): void {
    const now = Date.now();
    for (const name of firing) {
      const known = this.#stretches.get(name) ?? [];
      this.#stretches.set(name, known);
      if (known.length === 0 || known.at(-1)?.to !== undefined) known.push({ from: now, to: undefined });
    }
    for (const [name, stretches] of this.#stretches) {
      const last = stretches.at(-1);
      if (last !== undefined && !firing.has(name)) last.to ??= now;
    }
  }
}
