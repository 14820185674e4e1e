import { fetchJson } from '../../http.ts';

export interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly state: string };
}

export class AlertmanagerApi {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  alerts(): Promise<ActiveAlert[]> {
    return fetchJson<ActiveAlert[]>(`${this.#base}/api/v2/alerts`);
  }
}
