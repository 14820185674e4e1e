import type { ExpectedAlert } from '@lab/catalogue/faults';
import { parseDuration, rangeInTiming, type Timing } from '@lab/slo';
import type { AlertTiming } from './lab-under-drill.ts';

/** An evaluation has to come, and the one after it may be the first that finds `for` over. */
const EVALUATIONS = 2;

const onsetSeconds = (
  { onset, lagSeconds = 0 }: { onset: string; lagSeconds?: number },
  timing: Timing,
): number =>
  parseDuration(rangeInTiming(onset, timing)) / 1000 +
  lagSeconds +
  parseDuration(timing.scrapeInterval) / 1000;

/** Seconds after the injection within which an alert must fire. */
export const detectionBound = (expected: ExpectedAlert, alert: AlertTiming, timing: Timing): number =>
  onsetSeconds(expected, timing) + alert.forSeconds + EVALUATIONS * alert.intervalSeconds;

/** Seconds after the rollback within which it must be resolved. */
export const resolutionBound = (expected: ExpectedAlert, alert: AlertTiming, timing: Timing): number =>
  onsetSeconds(expected.recovery ?? expected, timing) + EVALUATIONS * alert.intervalSeconds;

/** Seconds from an alert's expression being true to the alert firing: nothing but its `for` and two evaluations. */
export const confirmationBound = ({ forSeconds, intervalSeconds }: AlertTiming): number =>
  forSeconds + EVALUATIONS * intervalSeconds;
