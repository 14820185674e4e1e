import type { Probe } from './experiment.ts';
import type { ProbeJournal } from './journal.ts';
import { boundsOf, excess, type Look } from './steady-state.ts';

/** What one probe has said in the course of an experiment. */
export class ProbeRecord {
  readonly #probe: Probe;
  #before: Look | undefined;
  #injectedAt = Number.NaN;
  #worst: { readonly look: Look; readonly at: number } | undefined;
  #deviatedAt: number | undefined;

  constructor(probe: Probe) {
    this.#probe = probe;
  }

  get hasDeviated(): boolean {
    return this.#deviatedAt !== undefined;
  }

  before(look: Look): void {
    this.#before = look;
  }

  /** @param at milliseconds since the epoch */
  injected(at: number): void {
    this.#injectedAt = at;
  }

  /** @param at milliseconds since the epoch */
  since(look: Look, at: number): void {
    if (!look.holds) this.#deviatedAt ??= at;
    if (this.#worst === undefined || this.#beyond(look) > this.#beyond(this.#worst.look))
      this.#worst = { look, at };
  }

  toJournal(): ProbeJournal {
    const { title, query } = this.#probe;
    return {
      title,
      query,
      bounds: boundsOf(this.#probe),
      before: finite(this.#before?.value),
      worst:
        this.#worst === undefined
          ? null
          : { value: finite(this.#worst.look.value), at: new Date(this.#worst.at).toISOString() },
      deviated_after_seconds:
        this.#deviatedAt === undefined ? null : tenths((this.#deviatedAt - this.#injectedAt) / 1000),
    };
  }

  /** No sample at all is the worst that can be seen. */
  #beyond({ value }: Look): number {
    return value === undefined ? Number.POSITIVE_INFINITY : excess(this.#probe, value);
  }
}

export const tenths = (value: number): number => Math.round(value * 10) / 10;

/** JSON has no infinity, and no NaN. */
const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
