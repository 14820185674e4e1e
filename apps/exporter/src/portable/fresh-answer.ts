export interface Freshness {
  /** How long an answer is as good as a new one. */
  readonly freshMs: number;
  /** How long an answer may stand in for a new one that takes its time. */
  readonly usableMs: number;
  /** How long a new answer is waited for where there is an older one to fall back on. */
  readonly patienceMs: number;
}

/** For what changes while the machine runs: two scrapes at once share an answer, a slow one comes with the next scrape. */
export const SCRAPED: Freshness = { freshMs: 2000, usableMs: 60_000, patienceMs: 1000 };

/** For what stays as it is until the next boot. */
export const ONCE: Freshness = { ...SCRAPED, freshMs: Number.POSITIVE_INFINITY };

/**
 * The answer of something slow, which is asked by at most one scrape at a time. The very first answer is waited for as
 * long as the limit of the collector lets it; a refusal is never covered by an older answer.
 */
export class FreshAnswer<Answer> {
  readonly #ask: () => Promise<Answer>;
  readonly #freshness: Freshness;
  #last: { readonly answer: Answer; readonly atMs: number } | undefined;
  #asking: Promise<Answer> | undefined;

  constructor(ask: () => Promise<Answer>, freshness: Freshness) {
    this.#ask = ask;
    this.#freshness = freshness;
  }

  get(): Promise<Answer> {
    const { freshMs, usableMs } = this.#freshness;
    const last = this.#last;
    const ageMs = performance.now() - (last?.atMs ?? Number.NEGATIVE_INFINITY);
    if (last !== undefined && ageMs <= freshMs) return Promise.resolve(last.answer);
    this.#asking ??= this.#askAnew();
    return last === undefined || ageMs > usableMs ? this.#asking : this.#orElse(this.#asking, last.answer);
  }

  async #askAnew(): Promise<Answer> {
    try {
      const answer = await this.#ask();
      this.#last = { answer, atMs: performance.now() };
      return answer;
    } finally {
      this.#asking = undefined;
    }
  }

  async #orElse(asking: Promise<Answer>, older: Answer): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const tooSlow = new Promise<Answer>((resolve) => {
      timer = setTimeout(() => resolve(older), this.#freshness.patienceMs);
    });
    try {
      return await Promise.race([asking, tooSlow]);
    } finally {
      clearTimeout(timer);
    }
  }
}
