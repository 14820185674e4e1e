/** How long and how badly things must go for one pair of windows to stay silent, to fire and to resolve. */
import { alertWindowsOf, errorBudgetOf } from '../check-spec.ts';
import { parseDuration } from '../durations.ts';
import { toNumber } from '../fraction.ts';
import type { SloSpec } from '../spec.ts';
import { type AlertSeverity, type NamedPair, pairsOf, pairThreshold, type Speed } from '../windows.ts';
import { type Phase, shareStep } from './input-series.ts';

interface PairCourse {
  readonly pair: NamedPair;
  readonly phases: readonly Phase[];
  /** Smallest difference of shares in the series. */
  readonly shareStep: number;
  /** Minutes since the start at which only the short window is above the threshold. */
  readonly burstAt: number;
  /** Minutes since the start at which the pair is just below its threshold, fires, and has resolved. */
  readonly silentAt: number;
  readonly firesAt: number;
  readonly resolvedAt: number;
  /** Whether the long window is above the threshold even then, so that only the short one can have ended it. */
  readonly longStillAbove: boolean;
}

/** Just below and just above, as parts of the threshold. */
const BELOW = 0.95;
const ABOVE = 1.05;

const minutesOf = (duration: string): number => parseDuration(duration) / 60_000;
const roundUp = (minutes: number, step: number): number => Math.ceil(minutes / step) * step;

/**
 * A long window without errors but for a short one at its end; a long window just below the threshold; half of one so bad
 * that its average is above it, and stays so until the short window has forgotten: what ends the alert is then the
 * short window alone.
 * @param step minutes between two evaluations; every phase is a multiple of it
 * @throws {RangeError} where not even half a long window of nothing but errors passes the threshold
 */
export function pairCourse(spec: SloSpec, severity: AlertSeverity, speed: Speed, step: number): PairCourse {
  const pair = pairsOf(alertWindowsOf(spec)).find((one) => one.severity === severity && one.speed === speed);
  if (pair === undefined) throw new RangeError(`${spec.name} has no ${speed} ${severity} pair`);
  const threshold = toNumber(pairThreshold(pair, spec.period, errorBudgetOf(spec)));
  const unit = shareStep(spec.sli, threshold);
  const long = roundUp(minutesOf(pair.long), step);
  const half = roundUp(long / 2, step);
  const burst = roundUp(minutesOf(pair.short), step);
  const recovery = burst + step;
  const below = Math.floor((threshold * BELOW) / unit) * unit;
  const remembered = Math.max(0, long - half - recovery);
  const needed = (threshold * ABOVE * long - below * remembered) / half;
  const above = Math.min(1, Math.ceil(needed / unit) * unit);
  if (above * half + below * (long - half) < threshold * long) {
    throw new RangeError(
      `${spec.name}: half a ${pair.long} of nothing but errors does not pass ${threshold}`,
    );
  }
  const silentAt = 2 * long;
  return {
    pair,
    phases: [
      { minutes: long - burst, share: 0 },
      { minutes: burst, share: above },
      { minutes: long, share: below },
      { minutes: half, share: above },
      { minutes: recovery, share: 0 },
    ],
    shareStep: unit,
    burstAt: long,
    silentAt,
    firesAt: silentAt + half,
    resolvedAt: silentAt + half + recovery,
    longStillAbove: above * half + below * remembered > threshold * long,
  };
}
