/** The one session of PGlite, held by one connection at a time, handed on in the order of asking. */
export class SessionLock {
  #owner: object | undefined;
  readonly #waiting: { readonly asker: object; grant(): void }[] = [];

  /** Resolves at once for who holds it already. */
  acquire(asker: object): Promise<void> {
    if (this.#owner === undefined || this.#owner === asker) {
      this.#owner = asker;
      return Promise.resolve();
    }
    return new Promise((grant) => this.#waiting.push({ asker, grant }));
  }

  release(holder: object): void {
    if (this.#owner !== holder) return;
    const next = this.#waiting.shift();
    this.#owner = next?.asker;
    next?.grant();
  }
}
