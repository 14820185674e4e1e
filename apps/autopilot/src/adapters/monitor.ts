import Type from 'typebox';
import { Compile } from 'typebox/compile';

const Reports = Compile(
  Type.Object({
    reports: Type.Array(Type.Object({ model_name: Type.String(), trace_id: Type.Optional(Type.String()) })),
  }),
);
const TIMEOUT_MS = 2000;

/** The monitor's API, as far as a cause is looked for in it. */
export class Monitor {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** The trace of the newest drift run about a model; null where there is none or the monitor is away. */
  async driftTrace(model: string): Promise<string | null> {
    try {
      const response = await fetch(`${this.#url}/v1/drift`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      const answer: unknown = await response.json();
      if (!Reports.Check(answer)) return null;
      return answer.reports.find(({ model_name }) => model_name === model)?.trace_id ?? null;
    } catch {
      // A link is a help for whoever reads; what is done does not depend on it.
      return null;
    }
  }
}
