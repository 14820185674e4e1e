import type { ScenarioName, ScenarioSettings } from './scenario-settings.ts';

interface ActiveScenario<Name extends ScenarioName = ScenarioName> {
  readonly settings: ScenarioSettings<Name>;
  readonly since: Date;
  /** When it switches itself off; undefined where only a caller ends it. */
  readonly endsAt: Date | undefined;
}

type SwitchReason = 'requested' | 'ended' | 'closing';

export interface ScenarioSwitch {
  readonly name: ScenarioName;
  readonly active: boolean;
  readonly reason: SwitchReason;
}

/** Which scenarios are on. Each may have an end, and then switches itself off. */
export class Scenarios {
  readonly #active = new Map<ScenarioName, ActiveScenario>();
  readonly #ends = new Map<ScenarioName, NodeJS.Timeout>();
  readonly #listeners: ((change: ScenarioSwitch) => void)[] = [];

  onSwitch(listener: (change: ScenarioSwitch) => void): void {
    this.#listeners.push(listener);
  }

  /** The scenario while it is on. */
  get<Name extends ScenarioName>(name: Name): ActiveScenario<Name> | undefined {
    return this.#active.get(name) as ActiveScenario<Name> | undefined;
  }

  /** Switches a scenario on, or gives one that is on new settings and a new end. */
  switchOn<Name extends ScenarioName>(name: Name, settings: ScenarioSettings<Name>, seconds?: number): void {
    clearTimeout(this.#ends.get(name));
    this.#ends.delete(name);
    const since = this.#active.get(name)?.since ?? new Date();
    const endsAt = seconds === undefined ? undefined : new Date(Date.now() + seconds * 1000);
    this.#active.set(name, { settings, since, endsAt } as ActiveScenario);
    if (seconds !== undefined) {
      this.#ends.set(name, setTimeout(() => this.switchOff(name, 'ended'), seconds * 1000).unref());
    }
    this.#tell({ name, active: true, reason: 'requested' });
  }

  switchOff(name: ScenarioName, reason: SwitchReason): void {
    clearTimeout(this.#ends.get(name));
    this.#ends.delete(name);
    if (this.#active.delete(name)) this.#tell({ name, active: false, reason });
  }

  close(): void {
    for (const name of [...this.#active.keys()]) this.switchOff(name, 'closing');
  }

  #tell(change: ScenarioSwitch): void {
    for (const listener of this.#listeners) listener(change);
  }
}
