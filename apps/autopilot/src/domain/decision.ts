import type { Action, Outcome, Refusal } from './action.ts';

/** What is decided about one action for one stretch of an alert. Its later states replace its earlier ones. */
export interface Decision {
  /** The same however often the alert is told. */
  readonly id: string;
  readonly action: Action;
  readonly rule: string;
  /** Null for an action that is about no model. */
  readonly model_name: string | null;
  readonly model_version: string | null;
  readonly cause: Cause;
  /** `planned` waits until the alert has been firing for long enough; `started` is being done. */
  readonly outcome: Outcome | 'planned' | 'started';
  readonly reason: Refusal | null;
  /** What was done, or why not, in words. */
  readonly detail: string;
  /** ISO 8601. */
  readonly decided_at: string;
  /** ISO 8601; when a planned action is due. */
  readonly due_at: string;
  /** ISO 8601; null while it is neither done nor given up. */
  readonly finished_at: string | null;
  readonly dry_run: boolean;
  readonly approval: boolean;
  /** W3C traceparent of the decision's own span; the cause's before there is one. */
  readonly traceparent: string | null;
}

/** Why something is done. */
export interface Cause {
  readonly alertname: string;
  /** Of the alert's stretch of firing. */
  readonly stretch: string;
  readonly labels: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly starts_at: string;
  readonly traceparent: string | null;
}

export const isOpen = ({ outcome }: Decision): boolean =>
  outcome === 'planned' || outcome === 'started' || outcome === 'awaiting_approval';

/** Whether it counts against cooldown and budget: what was refused has touched nothing. */
export const counts = ({ outcome }: Decision): boolean =>
  outcome === 'started' || outcome === 'done' || outcome === 'failed' || outcome === 'dry_run';
