import { join } from 'node:path';
import type { Logger } from '@lab/instrumentation';
import { Journal } from '@lab/service/journal';
import type { TakenAlert } from './domain/alert.ts';
import type { AliasChange, Aliases } from './domain/aliases.ts';
import type { Decision } from './domain/decision.ts';
import type { Incident } from './domain/incident.ts';
import type { Rollout } from './domain/rollout.ts';
import { StateUnavailable } from './errors.ts';

export interface KillSwitch {
  readonly on: boolean;
  readonly reason: string;
  /** ISO 8601. */
  readonly changed_at: string;
  /** ISO 8601, where it ends by itself. */
  readonly ends_at?: string;
}

type StateChange =
  | { readonly kind: 'alert'; readonly alert: TakenAlert }
  | { readonly kind: 'decision'; readonly decision: Decision }
  | { readonly kind: 'incident'; readonly incident: Incident }
  | { readonly kind: 'rollout'; readonly rollout: Rollout }
  | { readonly kind: 'aliases'; readonly change: AliasChange }
  | { readonly kind: 'kill_switch'; readonly killSwitch: KillSwitch };

/** How many of each are remembered; the oldest goes first. */
const KEPT = { alerts: 5000, decisions: 2000, incidents: 200, rollouts: 200, aliasChanges: 500 } as const;
/** The journal is written anew when it holds so many lines that nobody needs. */
const SUPERSEDED_LINES = 5000;

/**
 * Everything that the autopilot must know after a restart. A change is in the journal before anybody sees it, so that
 * what was promised is kept and what was done is not done again.
 *
 * A file and not the database: whoever mends the lab must not need what may be broken.
 */
export class Store {
  readonly #journal: Journal<StateChange>;
  readonly #logger: Logger;
  readonly #alerts = new Map<string, TakenAlert>();
  readonly #decisions = new Map<string, Decision>();
  readonly #incidents = new Map<string, Incident>();
  readonly #rollouts = new Map<string, Rollout>();
  readonly #aliasChanges: AliasChange[] = [];
  #killSwitch: KillSwitch | undefined;
  #lines = 0;

  private constructor(journal: Journal<StateChange>, logger: Logger) {
    this.#journal = journal;
    this.#logger = logger;
  }

  /** @throws what the file system says when the folder cannot be used */
  static async open(folder: string, logger: Logger): Promise<Store> {
    const opened = await Journal.open<StateChange>(join(folder, 'autopilot.jsonl'));
    const store = new Store(opened.journal, logger);
    for (const change of opened.entries) store.#apply(change);
    if (opened.unreadable > 0)
      logger.warn(
        { event_type: 'journal_lines_unreadable', lines: opened.unreadable },
        'lines of the journal left out',
      );
    return store;
  }

  get killSwitch(): KillSwitch {
    return this.#killSwitch ?? { on: false, reason: '', changed_at: new Date(0).toISOString() };
  }

  alert(key: string): TakenAlert | undefined {
    return this.#alerts.get(key);
  }

  alerts(): IteratorObject<TakenAlert> {
    return this.#alerts.values();
  }

  decision(id: string): Decision | undefined {
    return this.#decisions.get(id);
  }

  /** In the order in which they were first made. */
  decisions(): IteratorObject<Decision> {
    return this.#decisions.values();
  }

  incident(id: string): Incident | undefined {
    return this.#incidents.get(id);
  }

  incidents(): IteratorObject<Incident> {
    return this.#incidents.values();
  }

  rollouts(): IteratorObject<Rollout> {
    return this.#rollouts.values();
  }

  /** The one on its way; a model has at most one. */
  runningRollout(model: string): Rollout | undefined {
    return this.#rollouts
      .values()
      .find(({ model_name, finished_at }) => model_name === model && finished_at === null);
  }

  aliases(model: string): Aliases | undefined {
    return this.#aliasChanges.findLast(({ model_name }) => model_name === model)?.aliases;
  }

  /** Oldest first. */
  aliasHistory(model: string): readonly AliasChange[] {
    return this.#aliasChanges.filter(({ model_name }) => model_name === model);
  }

  models(): readonly string[] {
    return [...new Set(this.#aliasChanges.map(({ model_name }) => model_name))].sort();
  }

  /** @throws StateUnavailable when the journal cannot be written; nothing has changed then */
  async save(...changes: readonly StateChange[]): Promise<void> {
    if (changes.length === 0) return;
    try {
      await this.#journal.append(...changes);
    } catch (error) {
      this.#logger.error({ error, event_type: 'journal_write_failed' }, 'journal write failed');
      throw new StateUnavailable();
    }
    for (const change of changes) this.#apply(change);
    await this.#compactIfLong();
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  #apply(change: StateChange): void {
    this.#lines += 1;
    switch (change.kind) {
      case 'alert':
        keep(this.#alerts, change.alert.key, change.alert, KEPT.alerts);
        break;
      case 'decision':
        keep(this.#decisions, change.decision.id, change.decision, KEPT.decisions);
        break;
      case 'incident':
        keep(this.#incidents, change.incident.id, change.incident, KEPT.incidents);
        break;
      case 'rollout':
        keep(this.#rollouts, change.rollout.id, change.rollout, KEPT.rollouts);
        break;
      case 'aliases':
        this.#aliasChanges.push(change.change);
        if (this.#aliasChanges.length > KEPT.aliasChanges) this.#aliasChanges.shift();
        break;
      case 'kill_switch':
        this.#killSwitch = change.killSwitch;
        break;
    }
  }

  async #compactIfLong(): Promise<void> {
    const needed = this.#snapshot();
    if (this.#lines - needed.length < SUPERSEDED_LINES) return;
    try {
      await this.#journal.rewrite(needed);
      this.#lines = needed.length;
    } catch (error) {
      // Everything is in the longer file; the next change tries again.
      this.#logger.warn({ error, event_type: 'journal_not_compacted' }, 'journal not compacted');
    }
  }

  #snapshot(): StateChange[] {
    return [
      ...this.#alerts.values().map((alert) => ({ kind: 'alert', alert }) as const),
      ...this.#decisions.values().map((decision) => ({ kind: 'decision', decision }) as const),
      ...this.#incidents.values().map((incident) => ({ kind: 'incident', incident }) as const),
      ...this.#rollouts.values().map((rollout) => ({ kind: 'rollout', rollout }) as const),
      ...this.#aliasChanges.map((change) => ({ kind: 'aliases', change }) as const),
      ...(this.#killSwitch === undefined
        ? []
        : [{ kind: 'kill_switch', killSwitch: this.#killSwitch } as const]),
    ];
  }
}

/** A value that is known keeps its place: the order is that of first sight. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value, capacity: number): void {
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > capacity && oldest.done !== true) map.delete(oldest.value);
}
