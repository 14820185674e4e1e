import { setTimeout as delay } from 'node:timers/promises';
import type { FeatureWriteRequest } from '@lab/contracts';
import { failSpan, type Logger, withSpan } from '@lab/instrumentation';
import { Backoff } from '../domain/backoff.ts';
import type { FeatureBacklog } from '../domain/feature-backlog.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { HttpPeer, PeerAnswer } from './http-peer.ts';

const ROWS_PER_REQUEST = 500;
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 15_000;

interface FeatureWriterOptions {
  readonly peer: HttpPeer;
  readonly backlog: FeatureBacklog;
  readonly intervalMs: number;
  readonly logger: Logger;
  /** Called before each round, for rows that are to be refreshed. */
  readonly beforeRound: () => void;
  readonly onWritten: (outcome: Outcome, rows: number) => void;
}

/**
 * Carries the backlog to the feature service, in batches and apart from the predictions, which never wait for it.
 *
 * Rows of a failed request go back to the backlog and are tried again, ever more slowly; rows of a refused one (4xx)
 * are given up, since they would be refused again.
 */
export class FeatureWriter {
  readonly #options: FeatureWriterOptions;
  readonly #backoff = new Backoff(FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS);
  readonly #stop = new AbortController();
  #rounds: Promise<void> = Promise.resolve();

  constructor(options: FeatureWriterOptions) {
    this.#options = options;
  }

  start(): void {
    this.#rounds = this.#run();
  }

  /** Ends the rounds with a last attempt to write what is left. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#rounds;
    await this.#writeAll();
    await this.#options.peer.close();
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#options.beforeRound();
      const succeeded = await this.#writeAll();
      const pause = succeeded ? this.#options.intervalMs : this.#backoff.fail();
      await delay(pause, undefined, { signal: this.#stop.signal }).catch(() => {});
    }
  }

  /** @returns false as soon as a request fails; what it carried is back in the backlog */
  async #writeAll(): Promise<boolean> {
    const { backlog } = this.#options;
    while (backlog.size > 0) {
      const rows = backlog.take(ROWS_PER_REQUEST);
      const outcome = await this.#write({ rows });
      this.#options.onWritten(outcome, rows.length);
      if (outcome === 'success' || outcome === 'client_error') continue;
      backlog.giveBack(rows);
      return false;
    }
    return true;
  }

  async #write(request: FeatureWriteRequest): Promise<Outcome> {
    const rows = request.rows.length;
    return await withSpan('write_features', { 'features.rows': rows }, async (span) => {
      const answer = await this.#options.peer.send('PUT', '/features', request);
      if (answer.error !== undefined) failSpan(span, answer.error);
      this.#tell(answer, rows);
      return answer.outcome;
    });
  }

  /** Says when writes begin to fail and when they succeed again, and not every attempt in between. */
  #tell({ outcome, status, error }: PeerAnswer, rows: number): void {
    const { logger } = this.#options;
    const wasFailing = this.#backoff.failures > 0;
    if (outcome === 'success') {
      if (wasFailing) logger.info({ event_type: 'feature_writes_recovered' }, 'feature writes succeed again');
      this.#backoff.reset();
    } else if (outcome === 'client_error') {
      const facts = { event_type: 'feature_write_refused', status_code: status, rows };
      logger.warn(facts, 'feature write refused');
    } else if (!wasFailing) {
      const facts = { event_type: 'feature_write_failed', outcome, reason: error?.message, rows };
      logger.warn(facts, 'feature write failed, trying again');
    }
  }
}
