import Type, { type Static, type TSchema } from 'typebox';
import Value from 'typebox/value';

const Listed = Type.Object({
  reports: Type.Array(
    Type.Object({
      id: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
      model_name: Type.String(),
      created_at: Type.String(),
      state: Type.String(),
    }),
  ),
});
const Report = Type.Object({ trace_id: Type.Optional(Type.String()) });
const TIMEOUT_MS = 2000;

/** The monitor's API, as far as a cause is looked for in it. */
export class Monitor {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /**
   * The trace of the drift run that an alert tells of: the last one by then that found drift, or else the last one.
   * @param by milliseconds since the epoch: when the alert began to fire
   * @returns null where there is none, or the monitor is away
   */
  async driftTrace(model: string, by: number): Promise<string | null> {
    try {
      const { reports } = await this.#get('/v1/drift/reports', Listed);
      // Newest first.
      const earlier = reports.filter(
        ({ model_name, created_at }) => model_name === model && Date.parse(created_at) <= by,
      );
      const cause = earlier.find(({ state }) => state === 'drift') ?? earlier[0];
      if (cause === undefined) return null;
      return (await this.#get(`/v1/drift/reports/${cause.id}`, Report)).trace_id ?? null;
    } catch {
      // A link is a help for whoever reads; what is done does not depend on it.
      return null;
    }
  }

  async #get<Schema extends TSchema>(path: string, schema: Schema): Promise<Static<Schema>> {
    const response = await fetch(`${this.#url}${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return Value.Parse(schema, await response.json());
  }
}
