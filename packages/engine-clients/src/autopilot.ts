import { fetchJson, fetchText, type HttpOptions } from './http.ts';

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

/** While it is on, no model is touched. */
export interface KillSwitch {
  readonly on: boolean;
  readonly reason: string;
}

/** The autopilot's answers about what it has decided, and its kill switch. */
export class AutopilotApi {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  /** Newest first. */
  async decisions(): Promise<readonly Decision[]> {
    return (await fetchJson<{ decisions: Decision[] }>(`${this.#base}/v1/decisions`)).decisions;
  }

  killSwitch(): Promise<KillSwitch> {
    return fetchJson<KillSwitch>(`${this.#base}/v1/kill-switch`);
  }

  /**
   * @param change with `seconds`, one that is on ends by itself
   * @param options the admin token, and how long to wait
   */
  async turnKillSwitch(
    change: KillSwitch & { readonly seconds?: number },
    options: Pick<HttpOptions, 'headers' | 'timeoutMs'>,
  ): Promise<void> {
    await fetchText(`${this.#base}/v1/kill-switch`, { ...options, method: 'PUT', body: change });
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
