/** Work under the same name runs one piece after the other, in the order in which it was asked for. */
export class InTurn {
  readonly #tails = new Map<string, Promise<unknown>>();

  run<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#tails.get(name) ?? Promise.resolve();
    const result = before.then(work, work);
    const tail = result
      .catch(() => {})
      .finally(() => {
        if (this.#tails.get(name) === tail) this.#tails.delete(name);
      });
    this.#tails.set(name, tail);
    return result;
  }

  /** When everything that was asked for so far is over. */
  async settled(): Promise<void> {
    await Promise.all(this.#tails.values());
  }
}
