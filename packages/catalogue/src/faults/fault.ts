/**
 * A fault as an experiment in the shape of Chaos Toolkit (hypothesis, method, rollback), with ground truth in that of
 * ITBench (root cause, expected alerts, evidence, fix). It is data: `./lab drill` knows how to bring each about.
 */
import type { TRAFFIC_SCENARIOS } from '../metrics/traffic.ts';

type Settings = Readonly<Record<string, string | number | boolean>>;

/** Services with a switch for faults. */
export const FAULTY_SERVICES = ['inference', 'features', 'traffic', 'monitor', 'autopilot', 'pager'] as const;
export type FaultyService = (typeof FAULTY_SERVICES)[number];

/** A series that is pushed to Prometheus once a second: `start + perSecond · t`. */
export interface PushedSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly start: number;
  readonly perSecond: number;
}

/** One thing that is done to the lab. How it is undone follows from what it is. */
export type Injection =
  /** A switch of a service, `/admin/faults/{fault}`. */
  | {
      readonly kind: 'service_fault';
      readonly service: FaultyService;
      readonly fault: string;
      readonly settings?: Settings;
    }
  /** A scenario of the traffic service: what customers or the world do. */
  | {
      readonly kind: 'scenario';
      readonly scenario: (typeof TRAFFIC_SCENARIOS)[number];
      readonly settings?: Settings;
    }
  /**
   * The process or container is stopped in its tracks (SIGSTOP, `docker pause`): it keeps its connections and answers
   * nothing.
   */
  | { readonly kind: 'freeze'; readonly component: string }
  /** The process dies again and again, whatever restarts it. */
  | { readonly kind: 'crash_loop'; readonly service: FaultyService; readonly everySeconds: number }
  /** What the simulated GPUs go through. */
  | { readonly kind: 'gpu_scenario'; readonly scenario: string }
  /** Somebody with the admin token asks a service for something that it has to refuse. */
  | {
      readonly kind: 'refused_request';
      readonly service: FaultyService;
      readonly method: 'POST' | 'PUT' | 'DELETE';
      readonly path: string;
    }
  /** Nobody may act: the kill switch of the autopilot. */
  | { readonly kind: 'autopilot_kill_switch' }
  /** A configuration that cannot be read is put in place and reloaded. Without Docker only: there the file is ours to change. */
  | { readonly kind: 'broken_config'; readonly engine: 'prometheus' | 'alertmanager' }
  /** A job loses all its targets. Without Docker only, for the same reason. */
  | { readonly kind: 'no_targets'; readonly job: string }
  /**
   * Series of a machine that does not exist, for what cannot be done to a real one in a drill (filling its disk), and
   * series that nobody should have sent.
   */
  | { readonly kind: 'pushed_series'; readonly series: readonly PushedSeries[] }
  /** So many spans at once to the Collector; in one trace where they are to be too much for the trace store. */
  | {
      readonly kind: 'span_flood';
      readonly spans: number;
      readonly spanBytes: number;
      readonly oneTrace: boolean;
    }
  /** Lines pushed straight into Loki, so many days old. */
  | { readonly kind: 'old_lines'; readonly days: number };

/** A component to freeze: Tempo, or Jaeger in a lab that has none. */
export const TRACE_STORE = 'trace store';

/** The kinds that change files of the lab, which Docker mounts read-only from the repository. */
export const NATIVE_ONLY: readonly Injection['kind'][] = ['broken_config', 'no_targets'];

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
  /** Why nobody is told of this one: another alert holds it back, or the way to the pager is what is broken. */
  readonly untold?: string;
}

/** Where somebody who does not know the cause would find it. All of them answer during the fault. */
export interface Evidence {
  readonly metric: string;
  /** LogQL. */
  readonly log?: string;
  /** A trace with a span of this service that failed or took at least so long. */
  readonly trace?: { readonly service: string; readonly failed?: boolean; readonly minimumMs?: number };
}

/** What happens where the autopilot may act: the fault stays, and its consequences end. */
export interface ClosedLoop {
  readonly action: 'retrain' | 'rollback_canary';
  /** The first of these to fire begins it; none of them may be left, or come back. */
  readonly alerts: readonly [string, ...string[]];
  /** PromQL that answers something once customers get what they got before. */
  readonly restored: string;
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
  /**
   * Whether the autopilot may act meanwhile. Where a drill is about an alert alone, it may not: it would take the cause
   * away before everything has been seen.
   */
  readonly autopilotActs?: boolean;
  /**
   * Whether it happens apart from all that serves customers: to a machine that does not exist, to a simulated GPU, or
   * as a switch that does nothing yet. Such a fault is drilled beside others, and neither sees the other.
   */
  readonly isApart?: boolean;
  /** An engine that not every lab has, and without which this cannot happen: it is left out there, by name. */
  readonly needs?: 'tempo';
  /** For `./lab drill --loop`; absent where the autopilot has no remedy. */
  readonly loop?: ClosedLoop;
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
