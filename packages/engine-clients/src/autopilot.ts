import { fetchJson } from './http.ts';

/** What the autopilot tells of one decision; its API documents the rest. */
export interface Decision {
  readonly id: string;
  readonly action: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly detail: string;
  readonly alertname: string;
  readonly model_version: string | null;
  /** ISO 8601. */
  readonly decided_at: string;
  readonly finished_at: string | null;
  readonly trace_id: string | null;
}

/** The autopilot's answers about what it has decided. */
export class AutopilotApi {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  /** Newest first. */
  async decisions(): Promise<readonly Decision[]> {
    return (await fetchJson<{ decisions: Decision[] }>(`${this.#base}/v1/decisions`)).decisions;
  }

  /**
   * When a version became the challenger of its champion, in milliseconds since the epoch; undefined where it never did
   * since that moment.
   */
  async challengerAt(version: string, since: number): Promise<number | undefined> {
    type Change = { readonly at: string; readonly aliases: { readonly challenger: string | null } };
    const { models } = await fetchJson<{ models: { history: Change[] }[] }>(`${this.#base}/v1/registry`);
    const moments = models
      .flatMap(({ history }) => history)
      .filter(({ aliases }) => aliases.challenger === version)
      .map(({ at }) => Date.parse(at))
      .filter((at) => at >= since);
    return moments.length === 0 ? undefined : Math.min(...moments);
  }
}
