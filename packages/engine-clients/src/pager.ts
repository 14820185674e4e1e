import { fetchJson } from '../../http.ts';

interface Notification {
  readonly received_at: string;
}

export interface PagerHeartbeat {
  /** True while the Watchdog is missing. */
  readonly dead_mans_switch: boolean;
  /** Null before the first since the pager started. */
  readonly last_heartbeat_at: string | null;
}

/** The pager inbox: what people were told. */
export class PagerApi {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  /**
   * When the pager was first told since a moment that an alert fires; both in milliseconds since the epoch.
   * @returns undefined where it has not been
   */
  async toldAt(alertname: string, since: number): Promise<number | undefined> {
    const parameters = new URLSearchParams({
      alertname,
      status: 'firing',
      since: new Date(since).toISOString(),
    });
    const { notifications } = await fetchJson<{ notifications: Notification[] }>(
      `${this.#base}/api/notifications?${parameters}`,
    );
    const times = notifications.map(({ received_at }) => Date.parse(received_at));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  async heartbeat(): Promise<PagerHeartbeat> {
    return (await fetchJson<{ heartbeat: PagerHeartbeat }>(`${this.#base}/api/alerts`)).heartbeat;
  }
}
