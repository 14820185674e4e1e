/**
 * Error budgets as numbers: what is left, how fast it goes, when it will be gone. Pure functions of what Prometheus
 * has recorded; Prometheus computes the same in its meta rules, in PromQL.
 */
interface BudgetFacts {
  /** Share of events that must be good, 0 to 1. */
  readonly objective: number;
  /** Milliseconds that the budget is for. */
  readonly periodMs: number;
  /** Share of bad events over the period, 0 to 1; undefined where nothing was counted. */
  readonly periodErrorRatio: number | undefined;
  /** Share of bad events in the recent past, 0 to 1; undefined where nothing was counted. */
  readonly recentErrorRatio: number | undefined;
}

export interface ErrorBudget {
  /** Share of events that may be bad, 0 to 1. */
  readonly budget: number;
  /** Spent part of the budget: 0 untouched, 1 all of it, above 1 overspent. */
  readonly spent: number | undefined;
  /** What is left of the budget: 1 all of it, 0 nothing, negative overspent. */
  readonly remaining: number | undefined;
  /** How many times faster than "all of it in exactly one period" the recent past burns. */
  readonly burnRate: number | undefined;
  /**
   * Milliseconds until the budget is gone if the recent past goes on: 0 where it is gone, Infinity where nothing
   * burns. The rolling period also forgets old errors meanwhile, which is not counted in: the truth may be later.
   */
  readonly exhaustionMs: number | undefined;
}

/** @throws {RangeError} for an objective that leaves no budget or is none */
export function errorBudget({
  objective,
  periodMs,
  periodErrorRatio,
  recentErrorRatio,
}: BudgetFacts): ErrorBudget {
  if (!(objective > 0 && objective < 1)) throw new RangeError(`${objective} is no objective between 0 and 1`);
  const budget = 1 - objective;
  const spent = periodErrorRatio === undefined ? undefined : periodErrorRatio / budget;
  const remaining = spent === undefined ? undefined : 1 - spent;
  const burnRate = recentErrorRatio === undefined ? undefined : recentErrorRatio / budget;
  return { budget, spent, remaining, burnRate, exhaustionMs: exhaustion(remaining, burnRate, periodMs) };
}

function exhaustion(
  remaining: number | undefined,
  burnRate: number | undefined,
  periodMs: number,
): number | undefined {
  if (remaining === undefined) return undefined;
  if (remaining <= 0) return 0;
  if (burnRate === undefined) return undefined;
  return burnRate === 0 ? Number.POSITIVE_INFINITY : (remaining * periodMs) / burnRate;
}
