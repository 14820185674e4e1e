import { join } from 'node:path';
import type { Logger } from '@lab/instrumentation';
import { Journal } from '@lab/service/journal';

import { FiringAlerts } from './domain/firing-alerts.ts';
import { bounded, type Notification, type Received, type ToldAlert } from './domain/notification.ts';
import { InboxUnavailable } from './errors.ts';

type JournalEntry =
  | { readonly kind: 'notification'; readonly notification: Notification }
  /** The state that the notifications after it are applied to. */
  | {
      readonly kind: 'snapshot';
      readonly nextId: number;
      readonly firing: readonly (readonly [string, readonly ToldAlert[]])[];
    };

export interface InboxFilter {
  readonly alertname?: string;
  readonly status?: string;
  readonly protocol?: string;
  /** ISO 8601; notifications received at that moment or later. */
  readonly since?: string;
}

interface InboxOptions {
  readonly folder: string;
  /** How many notifications are kept. */
  readonly capacity: number;
  readonly now: () => number;
  readonly logger: Logger;
}

/** What was told, newest last, and what fires as far as told. A notification is in the journal before it is shown. */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #journal: Journal<JournalEntry>;
  readonly #firing = new FiringAlerts();
  #notifications: Notification[] = [];
  #nextId = 1;
  #linesInJournal = 0;
  #revision = 0;

  private constructor(options: InboxOptions, journal: Journal<JournalEntry>) {
    this.#options = options;
    this.#journal = journal;
  }

  static async open(options: InboxOptions): Promise<Inbox> {
    const { journal, entries, unreadable } = await Journal.open<JournalEntry>(
      join(options.folder, 'inbox.jsonl'),
    );
    const inbox = new Inbox(options, journal);
    for (const entry of entries) inbox.#restore(entry);
    if (unreadable > 0)
      options.logger.warn(
        { event_type: 'journal_lines_unreadable', lines: unreadable },
        'lines of the journal left out',
      );
    return inbox;
  }

  /** Changes with everything that is shown. */
  get revision(): number {
    return this.#revision;
  }

  /** @throws InboxUnavailable when the journal cannot be written; nothing is kept then */
  async add(received: Received): Promise<Notification> {
    const notification: Notification = {
      id: this.#nextId++,
      received_at: new Date(this.#options.now()).toISOString(),
      ...bounded(received),
    };
    await this.#writing(() => this.#journal.append({ kind: 'notification', notification }));
    this.#keep(notification);
    await this.#compactIfLong();
    return notification;
  }

  /** Newest first. */
  list({ alertname, status, protocol, since }: InboxFilter = {}): readonly Notification[] {
    const from = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since);
    return this.#notifications
      .filter(
        (notification) =>
          (alertname === undefined || notification.alertname === alertname) &&
          (status === undefined || notification.status === status) &&
          (protocol === undefined || notification.protocol === protocol) &&
          Date.parse(notification.received_at) >= from,
      )
      .toReversed();
  }

  firing(): readonly ToldAlert[] {
    return this.#firing.list();
  }

  async clear(): Promise<void> {
    this.#notifications = [];
    this.#firing.clear();
    this.#revision += 1;
    await this.#compact();
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  #restore(entry: JournalEntry): void {
    this.#linesInJournal += 1;
    if (entry.kind === 'snapshot') {
      this.#nextId = entry.nextId;
      this.#firing.restore(entry.firing);
    } else {
      this.#nextId = Math.max(this.#nextId, entry.notification.id + 1);
      this.#remember(entry.notification);
    }
  }

  #keep(notification: Notification): void {
    this.#linesInJournal += 1;
    this.#remember(notification);
    this.#revision += 1;
  }

  #remember(notification: Notification): void {
    this.#notifications.push(notification);
    if (this.#notifications.length > this.#options.capacity) this.#notifications.shift();
    this.#firing.apply(notification);
  }

  /** The journal holds at most twice what the inbox does. */
  async #compactIfLong(): Promise<void> {
    if (this.#linesInJournal <= 2 * this.#options.capacity) return;
    try {
      await this.#compact();
    } catch (error) {
      // What was told is in the longer file; the next notification tries again.
      this.#options.logger.warn({ error, event_type: 'journal_not_compacted' }, 'journal not compacted');
    }
  }

  async #compact(): Promise<void> {
    const entries: JournalEntry[] = [
      { kind: 'snapshot', nextId: this.#nextId, firing: this.#firing.groups() },
      ...this.#notifications.map((notification) => ({ kind: 'notification', notification }) as const),
    ];
    this.#linesInJournal = entries.length;
    await this.#writing(() => this.#journal.rewrite(entries));
  }

  async #writing(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.#options.logger.error({ error, event_type: 'journal_write_failed' }, 'journal write failed');
      throw new InboxUnavailable();
    }
  }
}
