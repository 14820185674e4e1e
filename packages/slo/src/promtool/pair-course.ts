/** How long and how badly things must go for one pair of windows to stay silent, to fire and to resolve. */
import { alertWindowsOf, errorBudgetOf } from '../check-spec.ts';
import { parseDuration } from '../durations.ts';
import { toNumber } from '../fraction.ts';
import type { SloSpec } from '../spec.ts';
import { type AlertSeverity, type NamedPair, pairsOf, pairThreshold, type Speed } from '../windows.ts';
import { type Phase, shareStep } from './input-series.ts';

export interface PairCourse {
  readonly pair: NamedPair;
  readonly phases: readonly Phase[];
  /** Smallest difference of shares in the series. */
  readonly shareStep: number;
  /** Minutes since the start at which the pair is just below its threshold, fires, and has resolved. */
  readonly silentAt: number;
  readonly firesAt: number;
  readonly resolvedAt: number;
}

/** Just below and clearly above, as parts of the threshold. */
const BELOW = 0.95;
const ABOVE = 1.05;

const minutesOf = (duration: string): number => parseDuration(duration) / 60_000;
const roundUp = (minutes: number, step: number): number => Math.ceil(minutes / step) * step;

/**
 * A long window without errors, so that nothing is young; a long window just below the threshold; half of one so bad
 * that its average passes the threshold; and then nothing bad until the short window has forgotten.
 * @param step minutes between two evaluations; every phase is a multiple of it
 * @throws {RangeError} where the example series are too coarse to come close to the threshold
 */
export function pairCourse(spec: SloSpec, severity: AlertSeverity, speed: Speed, step: number): PairCourse {
  const pair = pairsOf(alertWindowsOf(spec)).find((one) => one.severity === severity && one.speed === speed);
  if (pair === undefined) throw new RangeError(`${spec.name} has no ${speed} ${severity} pair`);
  const threshold = toNumber(pairThreshold(pair, spec.period, errorBudgetOf(spec)));
  const unit = shareStep(spec.sli, threshold);
  const below = Math.floor((threshold * BELOW) / unit) * unit;
  const above = Math.ceil((2 * threshold * ABOVE - below) / unit) * unit;
  if (above > 1) {
    throw new RangeError(
      `${spec.name}: half a ${pair.long} of nothing but errors does not pass ${threshold}`,
    );
  }
  const long = roundUp(minutesOf(pair.long), step);
  const half = roundUp(long / 2, step);
  const recovery = roundUp(minutesOf(pair.short), step) + 2 * step;
  const phases = [
    { minutes: long, share: 0 },
    { minutes: long, share: below },
    { minutes: half, share: above },
    { minutes: recovery, share: 0 },
  ];
  const silentAt = 2 * long;
  return {
    pair,
    phases,
    shareStep: unit,
    silentAt,
    firesAt: silentAt + half,
    resolvedAt: silentAt + half + recovery,
  };
}
