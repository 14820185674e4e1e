import type { Logger } from '@lab/instrumentation';
import type { Received } from './domain/notification.ts';
import type { Inbox } from './inbox.ts';
import type { PagerMetrics } from './metrics.ts';

/** Where every notification comes through, whichever protocol brought it: inbox, metric, line. */
export class Reception {
  readonly #inbox: Inbox;
  readonly #metrics: PagerMetrics;
  readonly #logger: Logger;

  constructor(inbox: Inbox, metrics: PagerMetrics, logger: Logger) {
    this.#inbox = inbox;
    this.#metrics = metrics;
    this.#logger = logger;
  }

  /** @throws InboxUnavailable when it cannot be kept: the sender must not believe that it arrived */
  async receive(received: Received): Promise<void> {
    const { id, protocol, status, alertname, receiver, alerts } = await this.#inbox.add(received);
    this.#metrics.count({ protocol, status });
    this.#logger.info(
      {
        event_type: 'notification_received',
        notification_id: id,
        protocol,
        status,
        alertname,
        receiver,
        alerts: alerts.length,
      },
      'notification received',
    );
  }
}
