/** The benchmark cannot go on, or what it measured is not what it says. The message is for the person who ran it. */
export class BenchError extends Error {
  override readonly name = 'BenchError';
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
