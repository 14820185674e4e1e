import { fetchJson } from './http.ts';

/** What somebody was told, as `/api/notifications` of the pager answers it. */
export interface Notification {
  readonly id: number;
  /** ISO 8601. */
  readonly received_at: string;
  /** The way it came: `webhook`, `slack`, `email`, `pagerduty`, … */
  readonly protocol: string;
  readonly status: 'firing' | 'resolved';
  readonly alertname: string | null;
  readonly receiver: string | null;
  readonly title: string;
  readonly text: string;
  readonly alerts: readonly {
    readonly status: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly starts_at: string;
  }[];
  readonly group_key: string | null;
}

export interface NotificationFilter {
  readonly alertname?: string;
  readonly status?: Notification['status'];
  /** Milliseconds since the epoch. */
  readonly since?: number;
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

  /** Newest first. */
  async notifications({ alertname, status, since }: NotificationFilter = {}): Promise<Notification[]> {
    const parameters = new URLSearchParams({
      ...(alertname === undefined ? {} : { alertname }),
      ...(status === undefined ? {} : { status }),
      ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
    });
    const url = `${this.#base}/api/notifications?${parameters}`;
    return (await fetchJson<{ notifications: Notification[] }>(url)).notifications;
  }

  /**
   * When the pager was first told since a moment that an alert fires; both in milliseconds since the epoch.
   * @returns undefined where it has not been
   */
  async toldAt(alertname: string, since: number): Promise<number | undefined> {
    const notifications = await this.notifications({ alertname, status: 'firing', since });
    const times = notifications.map(({ received_at }) => Date.parse(received_at));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  async heartbeat(): Promise<PagerHeartbeat> {
    return (await fetchJson<{ heartbeat: PagerHeartbeat }>(`${this.#base}/api/alerts`)).heartbeat;
  }
}
