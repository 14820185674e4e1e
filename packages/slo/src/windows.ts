/**
 * Burn-rate windows as data. A pair fires when both its windows burn fast enough: the long one says that a
 * noteworthy part of the budget is gone, the short one (a twelfth) that it still burns, so that the alert ends soon
 * after its cause.
 *
 * What is fixed is the part of the budget; the burn factor follows from it and from the period. 14.4 belongs to
 * 2 % in an hour of 30 days and to nothing else: over 28 days the same 2 % are 13.44.
 */
import { formatDuration, parseDuration } from './durations.ts';
import { decimal, divide, type Fraction, fraction, multiply } from './fraction.ts';

export interface WindowPair {
  /** Part of the period's error budget, in percent, that the long window may burn before the pair fires. */
  readonly budgetPercent: number;
  readonly short: string;
  readonly long: string;
}

/** Two pairs wake somebody, two open a ticket. */
export interface AlertWindows {
  readonly page: { readonly quick: WindowPair; readonly slow: WindowPair };
  readonly ticket: { readonly quick: WindowPair; readonly slow: WindowPair };
}

/** The four pairs of the SRE Workbook, chapter 5. */
const MONTH: AlertWindows = {
  page: {
    quick: { budgetPercent: 2, short: '5m', long: '1h' },
    slow: { budgetPercent: 5, short: '30m', long: '6h' },
  },
  ticket: {
    quick: { budgetPercent: 10, short: '2h', long: '1d' },
    slow: { budgetPercent: 10, short: '6h', long: '3d' },
  },
};

/** The same windows hold more of a week's budget; the shares are those that Sloth ships for seven days. */
const WEEK: AlertWindows = {
  page: {
    quick: { budgetPercent: 8, short: '5m', long: '1h' },
    slow: { budgetPercent: 12.5, short: '30m', long: '6h' },
  },
  ticket: {
    quick: { budgetPercent: 20, short: '2h', long: '1d' },
    slow: { budgetPercent: 42, short: '6h', long: '3d' },
  },
};

/** No window of three days fits into one day: shorter ones, burning from 4.8 down to 1.2 times the budget's pace. */
const DAY: AlertWindows = {
  page: {
    quick: { budgetPercent: 20, short: '5m', long: '1h' },
    slow: { budgetPercent: 25, short: '30m', long: '2h' },
  },
  ticket: {
    quick: { budgetPercent: 50, short: '30m', long: '6h' },
    slow: { budgetPercent: 60, short: '1h', long: '12h' },
  },
};

/** Windows for the periods that people use, keyed by milliseconds; another period says its own in the spec. */
const BY_PERIOD: ReadonlyMap<number, AlertWindows> = new Map([
  [parseDuration('30d'), MONTH],
  [parseDuration('28d'), MONTH],
  [parseDuration('7d'), WEEK],
  [parseDuration('1d'), DAY],
]);

/** Undefined for a period that has no windows of its own. */
export const windowsFor = (period: string): AlertWindows | undefined => BY_PERIOD.get(parseDuration(period));

export const SEVERITIES = ['page', 'ticket'] as const;
export const SPEEDS = ['quick', 'slow'] as const;
export type AlertSeverity = (typeof SEVERITIES)[number];
export type Speed = (typeof SPEEDS)[number];

export interface NamedPair extends WindowPair {
  readonly severity: AlertSeverity;
  readonly speed: Speed;
}

/** The four pairs in the order page quick, page slow, ticket quick, ticket slow. */
export const pairsOf = (windows: AlertWindows): readonly NamedPair[] =>
  SEVERITIES.flatMap((severity) => SPEEDS.map((speed) => ({ ...windows[severity][speed], severity, speed })));

/** How many times faster than "all of it in exactly one period" the long window burns when the pair fires. */
export const burnFactor = ({ budgetPercent, long }: WindowPair, period: string): Fraction =>
  multiply(
    divide(decimal(budgetPercent), fraction(100n)),
    fraction(BigInt(parseDuration(period)), BigInt(parseDuration(long))),
  );

/** Error ratio above which the pair fires; above 1 it never does. */
export const pairThreshold = (pair: WindowPair, period: string, errorBudget: Fraction): Fraction =>
  multiply(burnFactor(pair, period), errorBudget);

/** Rescaled pairs fire at four failures of five: a total outage must be clearly beyond the threshold. */
const REACHABLE = decimal('0.8');

/**
 * The pair with both windows longer by the smallest whole factor at which an outage can fire it, and the same part of
 * the budget: it comes later, and it does come.
 */
export function reachablePair<Pair extends WindowPair>(
  pair: Pair,
  period: string,
  errorBudget: Fraction,
): Pair {
  const needed = divide(pairThreshold(pair, period, errorBudget), REACHABLE);
  const factor = Number((needed.numerator + needed.denominator - 1n) / needed.denominator);
  if (factor <= 1) return pair;
  const longer = (window: string) => formatDuration(parseDuration(window) * factor);
  return { ...pair, short: longer(pair.short), long: longer(pair.long) };
}
