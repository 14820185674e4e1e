export interface Moment {
  readonly what: string;
  /** Seconds after the injection. */
  readonly after: number;
}

/** What happened in one loop, in order of time. */
export class Timeline {
  readonly #startedAt: number;
  readonly #tell: (text: string) => void;
  readonly #moments: Moment[] = [];

  /** @param startedAt of the injection, in milliseconds since the epoch */
  constructor(startedAt: number, tell: (text: string) => void) {
    this.#startedAt = startedAt;
    this.#tell = tell;
  }

  /** @param at milliseconds since the epoch, or ISO 8601. @returns seconds after the injection */
  mark(what: string, at: number | string): number {
    const milliseconds = typeof at === 'string' ? Date.parse(at) : at;
    const after = Math.round((milliseconds - this.#startedAt) / 100) / 10;
    this.#moments.push({ what, after });
    this.#tell(`${after.toFixed(1).padStart(6)} s  ${what}`);
    return after;
  }

  moments(): readonly Moment[] {
    return this.#moments.toSorted((a, b) => a.after - b.after);
  }
}
