import type { Engines } from '@lab/engine-clients';

/** What a step may look at, and what the steps before it found. */
export interface Walk {
  readonly engines: Engines;
  /** Seconds since the epoch: only what happened after it counts as fresh. */
  readonly startedAt: number;
  /** How long a step may wait for the lab to show what it should, in milliseconds. */
  readonly patienceMs: number;
  /** The followed prediction, set by the step that makes it. */
  prediction?: FollowedPrediction;
}

export interface FollowedPrediction {
  readonly predictionId: string;
  readonly requestId: string;
  /** From the exemplar of a prediction made after the walk began. */
  readonly exemplarTraceId: string;
}

export interface Step {
  readonly name: string;
  /** @returns what was seen, in one line. @throws where the lab does not show what it should */
  run(walk: Walk): Promise<string>;
}

export type StepOutcome = 'passed' | 'failed' | 'skipped';

export interface StepResult {
  readonly name: string;
  readonly outcome: StepOutcome;
  /** What the step saw, or what is wrong and where to look. */
  readonly seen: string;
  readonly durationMs: number;
}

/** Thrown by a step that does not apply to this lab; its message says why. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}
