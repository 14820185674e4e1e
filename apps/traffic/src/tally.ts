import { TRAFFIC_OUTCOMES } from '@lab/catalogue';
import type { LabelFate } from './adapters/label-sender.ts';
import type { Outcome } from './domain/outcome.ts';
import type { TrafficMetrics } from './metrics.ts';

export interface TrafficCounts {
  readonly sent: number;
  readonly skipped: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly feature_rows: Readonly<Record<Outcome, number>>;
  readonly labels: Readonly<Record<LabelFate, number>>;
}

/** Counts once for Prometheus and once for `/status` and the summary line, which cannot read a counter back. */
export class Tally {
  readonly #metrics: TrafficMetrics;
  #sent = 0;
  #skipped = 0;
  readonly #outcomes = noOutcomes();
  readonly #featureRows = noOutcomes();
  readonly #labels: Record<LabelFate, number> = { sent: 0, dropped: 0, failed: 0 };

  constructor(metrics: TrafficMetrics) {
    this.#metrics = metrics;
  }

  counts(): TrafficCounts {
    return {
      sent: this.#sent,
      skipped: this.#skipped,
      outcomes: { ...this.#outcomes },
      feature_rows: { ...this.#featureRows },
      labels: { ...this.#labels },
    };
  }

  /** @param delaySeconds from due to sent */
  sent(delaySeconds: number): void {
    this.#sent += 1;
    this.#metrics.sendDelay.observe(Math.max(0, delaySeconds));
  }

  skipped(): void {
    this.#skipped += 1;
    this.#metrics.skipped.inc();
  }

  /** @param seconds from due to answered */
  answered(outcome: Outcome, seconds: number, traceId: string | undefined): void {
    this.#outcomes[outcome] += 1;
    this.#metrics.requests[outcome].inc();
    // A refused connection answers at once: its time says nothing about the server's.
    if (outcome !== 'unreachable') this.#metrics.duration.observe(seconds, traceId);
  }

  featureRows(outcome: Outcome, rows: number): void {
    this.#featureRows[outcome] += rows;
    this.#metrics.featureWrites[outcome].inc(rows);
  }

  labels(fate: LabelFate, labels: number): void {
    this.#labels[fate] += labels;
    this.#metrics.labels.inc({ outcome: fate }, labels);
  }
}

function noOutcomes(): Record<Outcome, number> {
  return Object.fromEntries(TRAFFIC_OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
}
