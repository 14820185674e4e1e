import { setTimeout as delay } from 'node:timers/promises';
import type { LabelBatch } from '@lab/contracts';
import { failSpan, type Logger, withSpan } from '@lab/instrumentation';
import { Backoff } from '../domain/backoff.ts';
import type { Label, LabelQueue } from '../domain/label-queue.ts';
import type { HttpPeer, PeerAnswer } from './http-peer.ts';

const LABELS_PER_REQUEST = 1000;
const ROUND_MS = 1000;
const MAX_ATTEMPTS = 6;
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 30_000;

export type LabelFate = 'sent' | 'dropped' | 'failed';

interface LabelSenderOptions {
  readonly peer: HttpPeer;
  readonly queue: LabelQueue;
  readonly logger: Logger;
  /** Seconds after the start. */
  readonly now: () => number;
  readonly onFate: (fate: LabelFate, labels: number) => void;
}

/** Tells the monitor what predictions should have been, when their time has come. */
export class LabelSender {
  readonly #options: LabelSenderOptions;
  readonly #stop = new AbortController();
  #rounds: Promise<void> = Promise.resolve();

  constructor(options: LabelSenderOptions) {
    this.#options = options;
  }

  start(): void {
    this.#rounds = this.#run();
  }

  /** @param dueInSeconds from now */
  add(label: Label, dueInSeconds: number): void {
    const { queue, now, onFate } = this.#options;
    if (!queue.add(label, now() + dueInSeconds)) onFate('dropped', 1);
  }

  /** Sends what is due; the truth about younger predictions is lost with this process, and counted as dropped. */
  async close(): Promise<void> {
    const { queue, peer, onFate } = this.#options;
    this.#stop.abort();
    await this.#rounds;
    if (queue.size > 0) onFate('dropped', queue.size);
    await peer.close();
  }

  async #run(): Promise<void> {
    const { queue, now } = this.#options;
    while (!this.#stop.signal.aborted) {
      const due = queue.take(now(), LABELS_PER_REQUEST);
      if (due.length > 0) await this.#deliver(due);
      if (due.length < LABELS_PER_REQUEST) await this.#pause(ROUND_MS);
    }
  }

  /** Labels of one batch wait together: a monitor that is down for one is down for all. */
  async #deliver(due: readonly Label[]): Promise<void> {
    const backoff = new Backoff(FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS);
    const labelled_at = new Date().toISOString();
    const batch: LabelBatch = { labels: due.map((label) => ({ ...label, labelled_at })) };
    for (;;) {
      const answer = await this.#send(batch);
      if (answer.outcome === 'success') {
        this.#options.onFate('sent', due.length);
        return;
      }
      const waitMs = backoff.fail();
      const isFinal = answer.outcome === 'client_error' || backoff.failures === MAX_ATTEMPTS;
      if (isFinal || this.#stop.signal.aborted) {
        this.#giveUp(answer, due.length);
        return;
      }
      await this.#pause(waitMs);
    }
  }

  async #send(batch: LabelBatch): Promise<PeerAnswer> {
    return await withSpan('send_labels', { 'labels.count': batch.labels.length }, async (span) => {
      const answer = await this.#options.peer.send('POST', '/v1/labels', batch);
      if (answer.error !== undefined) failSpan(span, answer.error);
      return answer;
    });
  }

  #giveUp({ outcome, status, error }: PeerAnswer, labels: number): void {
    this.#options.onFate('failed', labels);
    this.#options.logger.warn(
      { event_type: 'labels_failed', outcome, status_code: status, reason: error?.message, labels },
      'labels given up',
    );
  }

  async #pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => {});
  }
}
