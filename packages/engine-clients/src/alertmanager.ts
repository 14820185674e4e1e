import { fetchJson, fetchText, HttpError } from './http.ts';

export interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly fingerprint: string;
  /** ISO 8601. */
  readonly startsAt: string;
  readonly status: {
    readonly state: 'active' | 'suppressed' | 'unprocessed';
    /** Ids of silences, and fingerprints of the alerts that inhibit it. */
    readonly silencedBy: readonly string[];
    readonly inhibitedBy: readonly string[];
  };
  readonly receivers: readonly { readonly name: string }[];
}

export interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

export interface SilenceRequest {
  readonly matchers: readonly Matcher[];
  /** ISO 8601. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly createdBy: string;
  readonly comment: string;
}

export interface Silence extends SilenceRequest {
  readonly id: string;
  readonly status: { readonly state: 'active' | 'pending' | 'expired' };
}

export interface AlertmanagerStatus {
  /** The configuration that is loaded, as YAML, with secrets hidden. */
  readonly config: { readonly original: string };
  readonly versionInfo: { readonly version: string };
  readonly uptime: string;
}

/** The Alertmanager's HTTP API (v2). */
export class AlertmanagerApi {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  /** Every alert that is not resolved, silenced and inhibited ones too. */
  alerts(): Promise<ActiveAlert[]> {
    return fetchJson<ActiveAlert[]>(`${this.#base}/api/v2/alerts`);
  }

  /** Expired ones too, until they are forgotten. */
  silences(): Promise<Silence[]> {
    return fetchJson<Silence[]>(`${this.#base}/api/v2/silences`);
  }

  /** @returns the id */
  async silence(request: SilenceRequest): Promise<string> {
    const url = `${this.#base}/api/v2/silences`;
    return (await fetchJson<{ silenceID: string }>(url, { body: request })).silenceID;
  }

  async expireSilence(id: string): Promise<void> {
    await fetchText(`${this.#base}/api/v2/silence/${id}`, { method: 'DELETE' });
  }

  status(): Promise<AlertmanagerStatus> {
    return fetchJson<AlertmanagerStatus>(`${this.#base}/api/v2/status`);
  }

  /** Lets it read its configuration again. @returns undefined, or why it keeps the old one */
  async reload(): Promise<string | undefined> {
    return reloadReason(`${this.#base}/-/reload`);
  }
}

/** @returns undefined where the engine took the new configuration, its own words where it did not */
export async function reloadReason(url: string): Promise<string | undefined> {
  try {
    await fetchText(url, { method: 'POST' });
    return undefined;
  } catch (error) {
    if (error instanceof HttpError && error.status !== undefined) return error.message;
    throw error;
  }
}
