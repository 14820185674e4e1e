/** One condition of being ready; a string is the reason why it is not met. */
export type ReadinessCheck = () => string | undefined | Promise<string | undefined>;

const CHECK_TIMEOUT_MS = 2000;

/** What `/readyz` answers with. A check that throws or hangs is a reason, not an error of the probe. */
export class Readiness {
  readonly #checks: ReadinessCheck[] = [];
  #closing = false;

  require(check: ReadinessCheck): void {
    this.#checks.push(check);
  }

  /** From now on not ready: load balancers send no new work while the last requests are answered. */
  close(): void {
    this.#closing = true;
  }

  async reasonsNotReady(): Promise<string[]> {
    if (this.#closing) return ['closing'];
    const reasons = await Promise.all(this.#checks.map(runCheck));
    return reasons.filter((reason) => reason !== undefined);
  }
}

async function runCheck(check: ReadinessCheck): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${CHECK_TIMEOUT_MS} ms`), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([Promise.resolve(check()), timeout]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
