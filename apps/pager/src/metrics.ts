import {
  pagerDeadMansSwitch,
  pagerFiringAlerts,
  pagerHeartbeatTimestampSeconds,
  pagerNotificationsTotal,
} from '@lab/catalogue';
import type { Counter, Metrics } from '@lab/instrumentation';
import type { DeadMansSwitch } from './domain/dead-mans-switch.ts';
import type { Notification } from './domain/notification.ts';
import type { Inbox } from './inbox.ts';

/** What the pager tells about what it was told. */
export class PagerMetrics {
  readonly #notifications: Counter<typeof pagerNotificationsTotal>;

  constructor(metrics: Metrics, inbox: Inbox, deadMansSwitch: DeadMansSwitch) {
    this.#notifications = metrics.counter(pagerNotificationsTotal);
    const firing = metrics.gauge(pagerFiringAlerts).with({});
    const heartbeat = metrics.gauge(pagerHeartbeatTimestampSeconds).with({});
    const raised = metrics.gauge(pagerDeadMansSwitch).with({});
    metrics.beforeCollect(() => {
      firing.set(inbox.firing().length);
      heartbeat.set((deadMansSwitch.lastBeat ?? 0) / 1000);
      raised.set(deadMansSwitch.raised ? 1 : 0);
    });
  }

  /** What the pager raised itself is not a notification that it received. */
  count({ protocol, status }: Pick<Notification, 'protocol' | 'status'>): void {
    if (protocol !== 'pager') this.#notifications.inc({ protocol, status });
  }
}
