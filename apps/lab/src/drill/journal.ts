import type { MachineLoad } from './machine-watch.ts';

/** What a drill has seen, in the order of Chaos Toolkit's journal; times in seconds after the injection. */
export interface AlertOutcome {
  readonly alert: string;
  /** When the expression became true, as the engine that evaluates it says. */
  readonly pendingAfter: number | undefined;
  readonly firingAfter: number | undefined;
  /** The latest moment that the catalogue allows. */
  readonly bound: number;
  /** When the pager had been told; undefined where the catalogue says that another alert is told instead. */
  readonly deliveredAfter: number | undefined;
  /** Seconds after the rollback. */
  readonly resolvedAfter: number | undefined;
  readonly resolutionBound: number;
}

export interface DrillResult {
  readonly fault: string;
  /** 1, or more where the drill before it was not as the catalogue says and was to be repeated. */
  readonly attempt: number;
  readonly title: string;
  readonly startedAt: string;
  readonly seconds: number;
  /** Absent in journals from before it was measured. */
  readonly machine?: MachineLoad;
  readonly alerts: readonly AlertOutcome[];
  /** Alerts that fired and that the catalogue does not name. */
  readonly unexpected: readonly string[];
  /** What went otherwise than the catalogue says; empty for a drill that passed. */
  readonly problems: readonly string[];
}

/** A time in which nothing is done to the lab, and nothing may fire. */
export interface ControlResult {
  readonly startedAt: string;
  readonly seconds: number;
  readonly machine?: MachineLoad;
  readonly falseAlarms: readonly string[];
}

export interface NotDrilled {
  readonly fault: string;
  /** Its turn had not come when the time was up; or the lab has no engine that it needs. */
  readonly why: 'time is up' | 'this lab has no tempo';
}

export interface Journal {
  readonly startedAt: string;
  readonly endedAt: string;
  readonly timing: string;
  readonly route: 'docker' | 'native';
  /** Every attempt, in order. */
  readonly drills: readonly DrillResult[];
  /** What was left out of that which was asked for; absent where nothing was. */
  readonly notDrilled?: readonly NotDrilled[];
  readonly control: ControlResult | undefined;
  /** Those before it in which something fired; absent where the first was quiet. */
  readonly repeatedControls?: readonly ControlResult[];
}

/** Of each fault the last attempt, which decides. */
export const lastAttempts = ({ drills }: Pick<Journal, 'drills'>): readonly DrillResult[] => [
  ...new Map(drills.map((drill) => [drill.fault, drill])).values(),
];

export const hasPassed = (journal: Journal): boolean =>
  lastAttempts(journal).every(({ problems }) => problems.length === 0) &&
  journal.notDrilled?.some(({ why }) => why === 'time is up') !== true &&
  (journal.control?.falseAlarms.length ?? 0) === 0;
