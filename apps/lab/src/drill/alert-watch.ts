import { setTimeout as delay } from 'node:timers/promises';
import type { ActiveRuleAlert } from '@lab/engine-clients';

/** What evaluates alerts: Prometheus, and Loki's ruler. */
export interface AlertSource {
  alerts(): Promise<readonly ActiveRuleAlert[]>;
}

/** The first time that an alert was seen in each state, in milliseconds since the epoch. */
export interface AlertHistory {
  readonly name: string;
  /** When the expression became true, as the engine says. */
  activeAt: number;
  firingAt: number | undefined;
  /** When nothing of it fired any more; undefined while something does. */
  resolvedAt: number | undefined;
}

const INTERVAL_MS = 200;

/**
 * Watches which alerts become active, from its start on. An alert that an engine cannot be asked about at a moment keeps
 * the state it had: an engine that is under fault itself must not look like one that is well.
 */
export class AlertWatch {
  readonly histories = new Map<string, AlertHistory>();
  readonly #sources: readonly AlertSource[];
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  constructor(sources: readonly AlertSource[]) {
    this.#sources = sources;
    this.#running = this.#run();
  }

  /** Names of the alerts that fire at this moment. */
  firing(): string[] {
    return [...this.histories.values()]
      .filter(({ firingAt, resolvedAt }) => firingAt !== undefined && resolvedAt === undefined)
      .map(({ name }) => name);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const last = new Map<AlertSource, readonly ActiveRuleAlert[]>();
    await Promise.all(this.#sources.map((source) => this.#follow(source, last)));
  }

  /** Each at its own pace: one that hangs must not make another's alerts look late. */
  async #follow(source: AlertSource, last: Map<AlertSource, readonly ActiveRuleAlert[]>): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const alerts = await source.alerts().catch(() => undefined);
      if (alerts !== undefined) {
        last.set(source, alerts);
        this.#note([...last.values()].flat());
      }
      await delay(INTERVAL_MS, undefined, { signal }).catch(() => {});
    }
  }

  #note(alerts: readonly ActiveRuleAlert[]): void {
    const now = Date.now();
    const byName = Map.groupBy(alerts, ({ name }) => name);
    for (const [name, active] of byName) {
      const activeAt = Math.min(...active.map((alert) => alert.activeAt)) * 1000;
      const fires = active.some(({ state }) => state === 'firing');
      const history = this.histories.get(name);
      if (history === undefined) {
        this.histories.set(name, {
          name,
          activeAt,
          firingAt: fires ? now : undefined,
          resolvedAt: undefined,
        });
        continue;
      }
      if (fires) {
        history.firingAt ??= now;
        history.resolvedAt = undefined;
      } else if (history.firingAt === undefined) history.activeAt = activeAt;
    }
    for (const history of this.histories.values()) {
      const fires = byName.get(history.name)?.some(({ state }) => state === 'firing') ?? false;
      if (!fires && history.firingAt !== undefined) history.resolvedAt ??= now;
    }
  }
}
