/**
 * A fault as an experiment in the shape of Chaos Toolkit (hypothesis, method, rollback), with ground truth in that of
 * ITBench (root cause, expected alerts, evidence, fix). It is data: `./lab drill` knows how to bring each about.
 */
import type { TRAFFIC_SCENARIOS } from '../metrics/traffic.ts';

type Settings = Readonly<Record<string, string | number | boolean>>;

/** One thing that is done to the lab. How it is undone follows from what it is. */
export type Injection =
  /** A switch of a service, `/admin/faults/{fault}`. */
  | {
      readonly kind: 'service_fault';
      readonly service: 'inference' | 'features' | 'traffic' | 'monitor' | 'autopilot' | 'pager';
      readonly fault: string;
      readonly settings?: Settings;
    }
  /** A scenario of the traffic service: what customers or the world do. */
  | {
      readonly kind: 'scenario';
      readonly scenario: (typeof TRAFFIC_SCENARIOS)[number];
      readonly settings?: Settings;
    }
  /** The process or container is stopped in its tracks (SIGSTOP, `docker pause`): it keeps its connections and answers nothing. */
  | { readonly kind: 'freeze'; readonly component: string }
  /** The process dies again and again, whatever restarts it. */
  | {
      readonly kind: 'crash_loop';
      readonly service: 'inference' | 'features' | 'monitor';
      readonly everySeconds: number;
    }
  /** What the simulated GPUs go through. */
  | { readonly kind: 'gpu_scenario'; readonly scenario: string; readonly settings?: Settings }
  /** Other versions answer. */
  | { readonly kind: 'route'; readonly route: Readonly<Record<string, unknown>> }
  /** Nobody may act: the kill switch of the autopilot. */
  | { readonly kind: 'autopilot_kill_switch' };

/** What must be so while nothing is wrong. */
export interface Probe {
  readonly title: string;
  /** PromQL that answers something exactly while the lab is well. */
  readonly query: string;
}

export interface ExpectedAlert {
  readonly alert: string;
  /**
   * How long the fault needs until the alert's expression is true, in production terms: usually the window that it looks
   * at. The bound of detection is this, the alert's `for` and two evaluations.
   */
  readonly onset: string;
  /** Seconds on top that no timing shortens: an export interval, a timeout, a run of the monitor. */
  readonly lagSeconds?: number;
  /** The same for the way back: how long until the expression is false again; `onset` and its lag without it. */
  readonly recovery?: { readonly onset: string; readonly lagSeconds?: number };
  /** Another alert that is told in its place: the Alertmanager holds this one back. */
  readonly inhibitedBy?: string;
}

/** Where somebody who does not know the cause would find it. All of them answer during the fault. */
export interface Evidence {
  readonly metric: string;
  /** LogQL. */
  readonly log?: string;
  /** A trace with a span of this service that failed or took at least so long. */
  readonly trace?: { readonly service: string; readonly failed?: boolean; readonly minimumMs?: number };
}

export interface Fault {
  /** As typed: `./lab drill <name>`. */
  readonly name: string;
  readonly title: string;
  /** What should hold in spite of the fault, or what should tell of it. */
  readonly hypothesis: string;
  readonly steadyState: readonly Probe[];
  readonly method: readonly [Injection, ...Injection[]];
  readonly expects: readonly ExpectedAlert[];
  /** Alerts that may fire as well, being consequences; every other one is a false alarm. */
  readonly mayFire?: readonly string[];
  /** Consequences that look likely and must not come. */
  readonly mustNotFire?: readonly string[];
  readonly rootCause: { readonly component: string; readonly condition: string };
  /** PromQL that answers something once the fault shows: a fault that nobody can measure proves nothing. */
  readonly impact: string;
  readonly evidence: Evidence;
  readonly fix: string;
}
