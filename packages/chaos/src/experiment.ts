/**
 * An experiment in the shape of Chaos Toolkit: what is normal, what is done to it, and when that has to stop.
 *
 * It differs in three things. Every injection has an end of its own, so that nothing stays broken where the runner dies.
 * Rolling back is not an option. And something has to stop it: an experiment without an abort condition is refused.
 */
import type { Injection as CatalogueInjection } from '@lab/catalogue/faults';

/** The longest that a switch of the lab's services takes, and so the longest that anything may be injected. */
export const LONGEST_SECONDS = 900;

/** A claim about the system as its customers see it. */
export interface Probe {
  readonly title: string;
  /** PromQL. Every sample that it answers has to be within the bounds, and there has to be one. */
  readonly query: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** What nobody will accept, whatever it would teach. */
export interface AbortCondition {
  readonly title: string;
  /** PromQL that answers something once it is time to stop. */
  readonly query: string;
}

/** A request to whatever has switches for faults: a proxy, a service. */
export interface Call {
  readonly method: 'PUT' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

export type Injection =
  | Extract<CatalogueInjection, { kind: 'service_fault' | 'scenario' }>
  /** `inject` is sent with `seconds` in its body: after so long it has to end by itself. */
  | { readonly kind: 'http'; readonly inject: Call; readonly rollBack: Call };

export interface Experiment {
  readonly title: string;
  /** What is expected to hold in spite of it, and why. */
  readonly hypothesis: string;
  /** Which Prometheus is asked; the lab's without it. */
  readonly prometheus?: string;
  readonly steadyState: readonly Probe[];
  readonly method: readonly Injection[];
  /** How long the injection lasts, where nothing stops it. */
  readonly lastsSeconds: number;
  readonly abortWhen: readonly AbortCondition[];
  /** How long the system may take afterwards, until the steady state holds again. */
  readonly recoversWithinSeconds: number;
}
