import type { FaultKind } from './fault-kind.ts';

export interface ActiveFault {
  readonly kind: FaultKind;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly since: Date;
  /** Every fault ends by itself: whoever switched it on may be gone by then. */
  readonly endsAt: Date;
  /** False where nobody may be told: an incident that people practise on is found by what it does. */
  readonly announced: boolean;
}

interface FaultTerms {
  readonly seconds: number;
  /** Until it begins; 0 begins at once. */
  readonly afterSeconds?: number;
  readonly announced?: boolean;
}

type FaultEnd = 'requested' | 'replaced' | 'expired' | 'closing';

interface Running extends ActiveFault {
  readonly stop: () => void;
  readonly timer: NodeJS.Timeout;
}

/** The faults that are on in this process. Each has an end. */
export class FaultSwitch {
  readonly kinds: ReadonlyMap<string, FaultKind>;
  readonly #running = new Map<string, Running>();
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  readonly #changed: (fault: ActiveFault, end: FaultEnd | undefined) => void;

  /** @param changed told of each fault that begins (no end yet) and ends */
  constructor(kinds: readonly FaultKind[], changed: (fault: ActiveFault, end: FaultEnd | undefined) => void) {
    this.kinds = new Map(kinds.map((kind) => [kind.name, kind]));
    this.#changed = changed;
  }

  active(name: string): ActiveFault | undefined {
    return this.#running.get(name);
  }

  /**
   * Switches a fault on; one of its kind that is on already, or waits, makes room for it.
   * @returns undefined where it is yet to begin
   */
  on(
    kind: FaultKind,
    settings: Readonly<Record<string, unknown>>,
    terms: FaultTerms,
  ): ActiveFault | undefined {
    this.off(kind.name, 'replaced');
    const { afterSeconds = 0 } = terms;
    if (afterSeconds === 0) return this.#begin(kind, settings, terms);
    const begin = (): void => {
      this.#waiting.delete(kind.name);
      this.#begin(kind, settings, terms);
    };
    this.#waiting.set(kind.name, setTimeout(begin, afterSeconds * 1000).unref());
    return undefined;
  }

  #begin(
    kind: FaultKind,
    settings: Readonly<Record<string, unknown>>,
    { seconds, announced = true }: FaultTerms,
  ): ActiveFault {
    const stop = kind.start(settings);
    const since = new Date();
    const fault: Running = {
      kind,
      settings,
      since,
      endsAt: new Date(since.getTime() + seconds * 1000),
      announced,
      stop,
      timer: setTimeout(() => this.off(kind.name, 'expired'), seconds * 1000).unref(),
    };
    this.#running.set(kind.name, fault);
    this.#changed(fault, undefined);
    return fault;
  }

  off(name: string, end: FaultEnd): void {
    clearTimeout(this.#waiting.get(name));
    this.#waiting.delete(name);
    const fault = this.#running.get(name);
    if (fault === undefined) return;
    clearTimeout(fault.timer);
    this.#running.delete(name);
    fault.stop();
    this.#changed(fault, end);
  }

  close(): void {
    for (const name of [...this.#running.keys(), ...this.#waiting.keys()]) this.off(name, 'closing');
  }
}
