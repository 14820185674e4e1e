import { setTimeout as delay } from 'node:timers/promises';
import type { Telemetry } from '@lab/instrumentation';
import { type FaultKind, faultKind } from '@lab/service/faults';
import { FailureLog } from './adapters/failure-log.ts';
import { FeatureWriter } from './adapters/feature-writer.ts';
import { HttpPeer } from './adapters/http-peer.ts';
import { InferenceClient } from './adapters/inference-client.ts';
import { LabelSender } from './adapters/label-sender.ts';
import { Customers } from './customers.ts';
import { driftKnobs } from './domain/drift-knobs.ts';
import { FeatureBacklog } from './domain/feature-backlog.ts';
import { labelDelaySeconds } from './domain/label-delay.ts';
import { LabelQueue } from './domain/label-queue.ts';
import { type Purchase, Purchases } from './domain/purchases.ts';
import { type ScenarioSwitch, Scenarios } from './domain/scenarios.ts';
import { surgeFactor } from './domain/surge.ts';
import { FeatureFeed } from './feature-feed.ts';
import { trafficMetrics } from './metrics.ts';
import type { TrafficSettings } from './settings.ts';
import { startSummary } from './summary.ts';
import { Tally, type TrafficCounts } from './tally.ts';

const OPENING_INTERVAL_MS = 100;

export interface TrafficStatus {
  readonly state: Customers['state'];
  readonly seed: number;
  readonly elapsed_seconds: number;
  readonly rate: { readonly base: number; readonly target: number };
  readonly open_requests: number;
  readonly feature_rows_pending: number;
  readonly labels_pending: number;
  readonly counts: TrafficCounts;
}

/** All that the service does apart from answering: purchases, feature writes, labels, and the scenarios over them. */
export class Traffic {
  readonly scenarios = new Scenarios();
  readonly faultKinds: readonly FaultKind[] = [
    faultKind({
      name: 'no_customers',
      description: 'Nobody buys',
      settings: {},
      start: () => {
        this.#customers.away = true;
        return () => {
          this.#customers.away = false;
        };
      },
    }),
  ];
  readonly #settings: TrafficSettings;
  readonly #telemetry: Telemetry;
  readonly #tally: Tally;
  readonly #purchases: Purchases;
  readonly #backlog = new FeatureBacklog();
  readonly #labelQueue: LabelQueue;
  readonly #inference: InferenceClient;
  readonly #customers: Customers;
  readonly #feed: FeatureFeed;
  readonly #writer: FeatureWriter;
  readonly #labels: LabelSender | undefined;
  readonly #closing = new AbortController();
  #opening: Promise<void> = Promise.resolve();
  #endSummary: (() => void) | undefined;

  constructor(settings: TrafficSettings, telemetry: Telemetry) {
    this.#settings = settings;
    this.#telemetry = telemetry;
    const { logger } = telemetry;
    const timeoutMs = settings.TRAFFIC_TIMEOUT_MS;
    const metrics = trafficMetrics(telemetry.metrics);
    this.#tally = new Tally(metrics);
    this.#labelQueue = new LabelQueue(settings.TRAFFIC_MAX_LABELS);
    this.#purchases = new Purchases(
      {
        seed: settings.TRAFFIC_SEED,
        customers: settings.TRAFFIC_CUSTOMERS,
        rate: settings.TRAFFIC_RATE,
        amplitude: settings.TRAFFIC_DAILY_AMPLITUDE,
        daySeconds: settings.TRAFFIC_DAY_SECONDS,
      },
      Date.now(),
    );
    this.#inference = new InferenceClient(new HttpPeer(settings.INFERENCE_URL, timeoutMs));
    this.#customers = new Customers({
      purchases: this.#purchases,
      scenarios: this.scenarios,
      inference: this.#inference,
      failures: new FailureLog(logger),
      tally: this.#tally,
      maxOpen: settings.TRAFFIC_MAX_OPEN,
      leadSeconds: settings.TRAFFIC_FEATURE_LEAD_MS / 1000,
      maxSeconds: settings.TRAFFIC_MAX_SECONDS,
      onFeatures: (purchase) => this.#feed.putBuyer(purchase),
      onAnswer: (purchase, { prediction }) => {
        if (prediction !== undefined) this.#awaitLabel(purchase, prediction.prediction_id);
      },
    });
    this.#feed = new FeatureFeed({
      world: this.#purchases.world,
      backlog: this.#backlog,
      scenarios: this.scenarios,
      customers: settings.TRAFFIC_CUSTOMERS,
      refreshSeconds: settings.TRAFFIC_REFRESH_SECONDS,
      isAboutToBuy: (userId) => this.#customers.isAboutToBuy(userId),
    });
    this.#writer = new FeatureWriter({
      peer: new HttpPeer(settings.FEATURES_URL, timeoutMs),
      backlog: this.#backlog,
      intervalMs: settings.TRAFFIC_FEATURE_INTERVAL_MS,
      logger,
      beforeRound: () => {
        if (this.#customers.state === 'running') this.#feed.refresh(this.#customers.now);
      },
      onWritten: (outcome, rows) => this.#tally.featureRows(outcome, rows),
    });
    this.#labels =
      settings.MONITOR_URL === undefined
        ? undefined
        : new LabelSender({
            peer: new HttpPeer(settings.MONITOR_URL, timeoutMs),
            queue: this.#labelQueue,
            logger,
            now: () => this.#customers.now,
            onFate: (fate, labels) => this.#tally.labels(fate, labels),
          });
    this.scenarios.onSwitch((change) => this.#apply(change));
    this.scenarios.onSwitch(({ name, active }) => metrics.scenario.set({ scenario: name }, active ? 1 : 0));
    metrics.beforeCollect(() => {
      metrics.open.set(this.#customers.open);
      metrics.targetRate.set(this.#targetRate());
      metrics.featureRowsPending.set(this.#backlog.size);
      metrics.labelsPending.set(this.#labelQueue.size);
    });
  }

  /** Features first: customers come once the shop knows them and can answer, or when it has had its time. */
  start(): void {
    this.#feed.putAll();
    this.#writer.start();
    this.#opening = this.#open();
    this.#labels?.start();
    this.#endSummary = startSummary(this.#telemetry.logger, this.#tally, () => ({
      open_requests: this.#customers.open,
      feature_rows_pending: this.#backlog.size,
      labels_pending: this.#labelQueue.size,
    }));
  }

  /** No more arrivals; open requests are answered, feature rows written, and what is due is told to the monitor. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#opening;
    this.scenarios.close();
    await this.#customers.stop();
    await Promise.all([this.#inference.close(), this.#writer.close(), this.#labels?.close()]);
    this.#endSummary?.();
  }

  async #open(): Promise<void> {
    const { signal } = this.#closing;
    const deadline = performance.now() + this.#settings.TRAFFIC_OPENING_SECONDS * 1000;
    const isOpen = async (): Promise<boolean> =>
      this.#backlog.size === 0 && (await this.#inference.isReady());
    while (!signal.aborted && performance.now() < deadline && !(await isOpen())) {
      await delay(OPENING_INTERVAL_MS, undefined, { signal }).catch(() => {});
    }
    if (!signal.aborted) this.#customers.start();
  }

  status(): TrafficStatus {
    return {
      state: this.#customers.state,
      seed: this.#settings.TRAFFIC_SEED,
      elapsed_seconds: this.#customers.now,
      rate: { base: this.#settings.TRAFFIC_RATE, target: this.#targetRate() },
      open_requests: this.#customers.open,
      feature_rows_pending: this.#backlog.size,
      labels_pending: this.#labelQueue.size,
      counts: this.#tally.counts(),
    };
  }

  #targetRate(): number {
    return this.#customers.state === 'running' ? this.#purchases.arrivals.rateAt(this.#customers.now) : 0;
  }

  #awaitLabel(purchase: Purchase, predictionId: string): void {
    const delay = labelDelaySeconds(
      {
        minSeconds: this.#settings.TRAFFIC_LABEL_DELAY_MIN_SECONDS,
        maxSeconds: this.#settings.TRAFFIC_LABEL_DELAY_MAX_SECONDS,
      },
      purchase.draws.labelDelay,
    );
    this.#labels?.add({ prediction_id: predictionId, is_fraud: purchase.isFraud }, delay);
  }

  /** Drift and surge act on the world and the arrivals; the others are asked for with each request. */
  #apply({ name, active, reason }: ScenarioSwitch): void {
    if (name === 'drift') {
      const drift = this.scenarios.get('drift');
      this.#purchases.world.setDrift(drift === undefined ? {} : driftKnobs(drift.settings));
    }
    if (name === 'surge') {
      const { TRAFFIC_RATE, TRAFFIC_DAILY_AMPLITUDE, TRAFFIC_MAX_SURGE } = this.#settings;
      const intensity = this.scenarios.get('surge')?.settings.intensity ?? 0;
      const peak = TRAFFIC_RATE * (1 + TRAFFIC_DAILY_AMPLITUDE);
      const factor = surgeFactor(intensity, TRAFFIC_MAX_SURGE, peak);
      this.#purchases.arrivals.setFactor(factor, this.#customers.horizon);
      this.#customers.wake();
    }
    this.#telemetry.logger.info(
      {
        event_type: 'scenario_switched',
        scenario: name,
        active,
        reason,
        settings: this.scenarios.get(name)?.settings,
      },
      active ? 'scenario on' : 'scenario off',
    );
  }
}
