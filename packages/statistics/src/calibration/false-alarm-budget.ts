import { StatisticsError } from '../errors.ts';

export interface FalseAlarmBudget {
  /** Runs per day that may say "drift" though nothing has drifted, on average; 0.14 is one in a week. */
  readonly falseAlarmsPerDay: number;
  /** How often a day drift is judged. */
  readonly runsPerDay: number;
}

/**
 * The chance of a false alarm that one run may have.
 *
 * A false alarm is a run that calls at least one feature drifted while none has. If run i has the chance a_i of that,
 * the expected number in a day is a_1 + ... + a_runs, because expectations add up whether or not the runs are
 * independent: windows may overlap. With the same chance for all it is runs * a, so a = falseAlarmsPerDay / runsPerDay.
 * Within the run Benjamini and Hochberg's procedure divides a among the features: while nothing drifts, the chance
 * that it rejects at least one of m true hypotheses is at most a (Simes, 1986; Benjamini and Hochberg, 1995), for
 * independent features and for positively dependent ones (Benjamini and Yekutieli, 2001). A single feature is held to
 * a / m, twice that where two features reach it, and so on.
 *
 * @throws StatisticsError INVALID_OPTION unless both are positive and fewer alarms than runs are asked for.
 */
export function alphaPerRun({ falseAlarmsPerDay, runsPerDay }: FalseAlarmBudget): number {
  const alpha = falseAlarmsPerDay / runsPerDay;
  if (!(falseAlarmsPerDay > 0 && runsPerDay > 0 && alpha < 1)) {
    throw new StatisticsError('INVALID_OPTION', 'need 0 < falseAlarmsPerDay < runsPerDay');
  }
  return alpha;
}
