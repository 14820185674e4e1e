import { mlMonitorEventLagSeconds, mlMonitorEventsTotal } from '@lab/catalogue';
import type { Metrics } from '@lab/instrumentation';
import type { LabelStore } from './adapters/label-store.ts';
import type { PredictionStore } from './adapters/prediction-store.ts';
import { type PredictionEvent, readRecord } from './domain/prediction-event.ts';
import type { JoinedLabels } from './joined-labels.ts';
import type { LogRecord } from './otlp/log-record.ts';

interface EventIntakeDeps {
  readonly metrics: Metrics;
  readonly predictions: PredictionStore;
  readonly labels: LabelStore;
  readonly joined: JoinedLabels;
  /** Told of each event once, after it was stored. */
  readonly onStored: (events: readonly PredictionEvent[]) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface Intake {
  /** Records that say they are predictions and are none. */
  readonly rejected: number;
  /** Why the first of them was rejected. */
  readonly reason: string;
}

/** Takes prediction events in, at least once delivered, and stores each once. */
export class EventIntake {
  readonly #deps: EventIntakeDeps;
  readonly #events;
  readonly #lag;

  constructor(deps: EventIntakeDeps) {
    this.#deps = deps;
    this.#events = deps.metrics.counter(mlMonitorEventsTotal);
    this.#lag = deps.metrics.histogram(mlMonitorEventLagSeconds).with({});
  }

  /**
   * When this returns, every valid event is committed.
   * @throws StoreUnavailable; the whole batch may be sent again then
   */
  async accept(records: readonly LogRecord[]): Promise<Intake> {
    const { predictions, labels, joined, onStored, now } = this.#deps;
    const receivedAt = now();
    const events: PredictionEvent[] = [];
    const reasons: string[] = [];
    for (const record of records) {
      const read = readRecord(record, receivedAt);
      if (read.kind === 'prediction') events.push(read.event);
      else if (read.kind === 'invalid') reasons.push(read.reason);
    }
    const stored = await predictions.insert(events);
    this.#events.inc({ outcome: 'stored' }, stored.length);
    this.#events.inc({ outcome: 'duplicate' }, events.length - stored.length);
    this.#events.inc({ outcome: 'invalid' }, reasons.length);
    this.#events.inc({ outcome: 'ignored' }, records.length - events.length - reasons.length);
    const storedAt = now();
    for (const { predictedAt } of stored) this.#lag.observe(Math.max(0, storedAt - predictedAt) / 1000);
    onStored(stored);
    // Duplicates too: an earlier delivery may have ended between storing and joining.
    joined.count(await labels.join([...new Set(events.map(({ predictionId }) => predictionId))]));
    return { rejected: reasons.length, reason: reasons[0] ?? '' };
  }
}
